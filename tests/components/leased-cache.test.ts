import { describe, expect, it } from 'vitest'
import { LeasedCache, type LeasedCacheOptions } from '../../workers/components/leased-cache'
import { deleteLeased, flushLeased, getLeased, setLeased } from '../../workers/components/leased-store'
import { HEALTH_TARGET } from '../../workers/components/server'
import type { Reply, Request } from '../../workers/network/message'
import { runOf, sentencesOf, traceOf } from '../network/hand-built'
import { KeyAsker } from './key-asker'

const OPTIONS: LeasedCacheOptions = {
  capacity: 2,
  workers: 1,
  queueCapacity: 10,
  serviceMicros: 100,
  leaseMicros: 50_000,
}

function value(text: string, token: number | null, lifeMicros = 1_000_000): Request {
  return setLeased('a', { value: text, version: 1, lifeMicros, token })
}

/** Asks one after another, 10 ms apart. */
function play(requests: readonly Request[], options: Partial<LeasedCacheOptions> = {}) {
  const replies: (Reply | undefined)[] = []
  const timed = requests.map((request, index) => [index * 10_000, request] as const)
  const run = runOf((world) => {
    world.node('app', 'app', (node) => new KeyAsker(node, 'cache', timed, replies))
    world.node('cache', 'cache', (node) => new LeasedCache(node, { ...OPTIONS, ...options }))
    world.link('app', 'cache', { latency: { kind: 'fixed', micros: 10 } })
  })
  const trace = traceOf(run)
  const answers = replies.map((reply) =>
    reply?.kind === 'answered' ? (reply.response.body ?? reply.response.status) : null,
  )
  return { answers, sentences: sentencesOf(trace) }
}

describe('a cache with leases', () => {
  it('gives one lease and makes others wait, until the value is there', () => {
    const { answers } = play([getLeased('a'), getLeased('a'), value('x', 1), getLeased('a')])
    expect(answers).toEqual([
      { kind: 'miss', token: 1 },
      { kind: 'wait' },
      204,
      { kind: 'hit', value: 'x', version: 1 },
    ])
  })

  it('refuses what was read before a delete', () => {
    const { answers, sentences } = play([getLeased('a'), deleteLeased('a'), value('old', 1), getLeased('a')])
    expect(answers).toEqual([{ kind: 'miss', token: 1 }, 204, 409, { kind: 'miss', token: 2 }])
    expect(sentences).toContain(
      'cache refuses a at version 1: lease 1 was taken back, the row has changed since it was read.',
    )
  })

  it('gives a lease anew whose holder is not heard of', () => {
    const six = Array.from({ length: 6 }, () => getLeased('a'))
    expect(play(six).answers).toEqual([
      { kind: 'miss', token: 1 },
      ...Array.from({ length: 4 }, () => ({ kind: 'wait' })),
      { kind: 'miss', token: 2 },
    ])
  })

  it('without leases lets everybody load, and takes what is brought', () => {
    const { answers } = play([getLeased('a'), getLeased('a'), deleteLeased('a'), value('old', null), getLeased('a')], {
      leaseMicros: null,
    })
    expect(answers).toEqual([
      { kind: 'miss', token: null },
      { kind: 'miss', token: null },
      204,
      204,
      { kind: 'hit', value: 'old', version: 1 },
    ])
  })

  it('forgets what has ended, and everything when it is told to', () => {
    expect(play([value('x', null, 5_000), getLeased('a')]).answers).toEqual([204, { kind: 'miss', token: 1 }])
    expect(play([value('x', null), flushLeased(), getLeased('a')]).answers).toEqual([
      204,
      204,
      { kind: 'miss', token: 1 },
    ])
  })

  it('answers its health page without a worker', () => {
    expect(play([{ label: HEALTH_TARGET }]).answers).toEqual([200])
  })
})
