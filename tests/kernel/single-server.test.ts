import { describe, expect, it } from 'vitest'
import type { Process } from '../../workers/kernel/process'
import { RandomStream } from '../../workers/kernel/random'
import { Station } from '../../workers/kernel/station'
import { Workshop } from './workshop'

const CUSTOMERS = 1_000_000
const MEAN_GAP = 2_000
const MEAN_WORK = 1_000

describe('a station with one worker', () => {
  // Kleinrock, Queueing Systems I (1975), §3.2: at utilisation ρ the mean wait of M/M/1 is ρ/(1 − ρ) times the mean work.
  // Of a million customers at ρ = 1/2 the mean has a standard error of 0.5 %.
  it('lets customers of an M/M/1 queue wait as long as theory says, within 1 %', () => {
    const shop = new Workshop(Number.MAX_SAFE_INTEGER)
    const { kernel, owner } = shop
    const station = new Station(
      kernel,
      owner,
      { workers: 1, queueCapacity: Number.POSITIVE_INFINITY, policy: 'reject-newest' },
      { changed() {}, queued() {}, started() {} },
    )
    const gaps = RandomStream.named(1, 'gaps')
    const works = RandomStream.named(1, 'works')
    let served = 0
    let waited = 0
    let lindley = 0
    let wait = 0
    let workBefore = 0
    const visit = function* (work: number): Process {
      const verdict = yield* station.serve(work)
      if (verdict.kind !== 'served') return
      served++
      waited += verdict.waitedMicros
    }
    const arrivals = function* (): Process {
      for (let customer = 0; customer < CUSTOMERS; customer++) {
        const gap = gaps.exponential(MEAN_GAP)
        const work = works.exponential(MEAN_WORK)
        // Lindley's recursion knows nothing of agendas and stations.
        wait = Math.max(0, wait + workBefore - gap)
        lindley += wait
        workBefore = work
        yield* shop.sleep(gap)
        shop.start(visit(work))
      }
    }
    shop.start(arrivals())
    shop.runOut()

    const theory = (MEAN_WORK / MEAN_GAP / (1 - MEAN_WORK / MEAN_GAP)) * MEAN_WORK
    expect(served).toBe(CUSTOMERS)
    expect(waited).toBe(lindley)
    expect(Math.abs(waited / served / theory - 1)).toBeLessThan(0.01)
  })
})
