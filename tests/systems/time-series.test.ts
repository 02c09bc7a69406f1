import { describe, expect, it } from 'vitest'
import { sealBlock } from '../../workers/algorithms/time-series/block'
import type { AnswerPicture, BlockPicture } from '../../workers/systems/glyphs'
import meta from '../../workers/systems/time-series/meta'
import model from '../../workers/systems/time-series/model'
import { StoreWitness } from '../../workers/systems/time-series/model-checks'
import type { Mark, Trace } from '../../workers/trace/trace'
import { systemUnderTest } from './system-under-test'

const { presetTrace: run } = systemUnderTest(meta, model)

function marks(trace: Trace, name: string): Mark[] {
  return Array.from({ length: trace.markCount }, (_, index) => index)
    .filter((index) => trace.markNameOf(index) === name)
    .map((index) => trace.mark(index))
}

function storeOf(trace: Trace): number {
  return trace.topology.nodes.findIndex(({ name }) => name === 'tsdb')
}

describe('the store', () => {
  it('stores as many points as were sent, less those on their way, refused and kept back', () => {
    const trace = run('late-outside')
    const stored = trace.gauge(storeOf(trace), 'points', trace.events) ?? 0
    const refused = trace.gauge(storeOf(trace), 'refused', trace.events) ?? 0
    // 599 scrapes in 12 s; the last 900 ms may still keep points back, and one write is on its way.
    expect(stored + refused).toBeGreaterThan(599 - 15)
    expect(stored + refused).toBeLessThanOrEqual(599)
    expect(refused).toBe(marks(trace, 'series/refused').length)
  })

  it.each(['columns', 'gorilla', 'aggregates'])('answers the same as %s, and takes what it reads', (variant) => {
    const answers = marks(run('spike-largest', { variant }), 'series/answered').map(({ details }) => details.highest)
    const others = marks(run('spike-largest'), 'series/answered').map(({ details }) => details.highest)
    expect(answers).toEqual(others)
  })

  it('names in its marks the same numbers as in its facts', () => {
    const trace = run('shapes')
    const last = marks(trace, 'series/sealed').at(-1)
    const blocks = trace.fact(storeOf(trace), 'blocks', trace.events) as unknown as BlockPicture[]
    expect(blocks.at(-1)).toMatchObject({
      series: last?.details.series,
      order: last?.details.order,
      each: last?.details.each,
    })
    expect(blocks.at(-1)?.bits).toMatch(/^[01]{70}$/)
  })

  it('shows a constant as zeros: nothing changes behind the first two points', () => {
    const trace = run('shapes')
    const blocks = trace.fact(storeOf(trace), 'blocks', trace.events) as unknown as BlockPicture[]
    const constant = blocks.find(({ series }) => series === 'a3')
    // The difference of 20 ms is told once, in nine bits; after that every bit is 0.
    expect(constant?.bits.slice(9)).toMatch(/^0+$/)
  })

  it('keeps a spike in the picture of its points', () => {
    const trace = run('spike-average')
    const { values, answers } = trace.fact(
      storeOf(trace),
      'answer',
      trace.countAt(9_202_350),
    ) as unknown as AnswerPicture
    expect(Math.max(...values)).toBe(130)
    expect(answers).toHaveLength(6)
  })

  it('tells a part of a query once, and their sums are those of the answer', () => {
    const trace = run('read-summaries')
    const request = marks(trace, 'series/answered').at(-1)?.request
    const parts = marks(trace, 'series/part').filter((mark) => mark.request === request)
    const total = (kind: string) =>
      parts.filter(({ details }) => details.kind === kind).reduce((sum, { details }) => sum + Number(details.count), 0)
    const answer = marks(trace, 'series/answered').at(-1)?.details
    expect(total('summary')).toBe(answer?.summaries)
    expect(total('points') + total('head')).toBe(answer?.points)
    expect(total('rollups')).toBe(answer?.rollups)
  })

  it('loses its heads in a crash without a log, and the check says so', () => {
    const trace = run('crash-log', { values: { log: false } })
    expect(marks(trace, 'series/heads-lost')).toHaveLength(1)
    expect(trace.breaches.map(({ check }) => check)).toContain(
      'Every accepted point within retention is found by a scan of everything',
    )
  })

  it('of the guide loses everything in a crash, and the check says so', () => {
    const trace = run('crash-log', { variant: 'guide' })
    expect(trace.breaches).toHaveLength(1)
  })
})

describe('the witness', () => {
  const sample = (time: number, value: number) => ({ host: 'a1', user: '', time, value })
  const breachOf = (check: ReturnType<StoreWitness['blocks']>) => check.watch?.({} as never)() ?? null

  it('notices a block that opens to something else', () => {
    const witness = new StoreWitness(500)
    witness.accepted(sample(0, 1))
    witness.accepted(sample(20, 0))
    const block = (value: number) =>
      sealBlock(1, 'xor', { times: Float64Array.of(0, 20), values: Float64Array.of(1, value) })
    witness.sealed(sample(20, 0), block(0))
    expect(breachOf(witness.blocks())).toBeNull()
    witness.sealed(sample(20, 0), block(-0))
    expect(breachOf(witness.blocks())).toContain('Block 1 of a1')
  })

  it('notices an answer that is another than the points give', () => {
    const witness = new StoreWitness(500)
    witness.accepted(sample(0, 1))
    witness.accepted(sample(20, 3))
    const question = { host: 'a1', from: 0, to: 100, step: 50, fn: 'avg' as const }
    witness.answered(question, [2, null])
    expect(breachOf(witness.answers())).toBeNull()
    witness.answered(question, [2, 0])
    expect(breachOf(witness.answers())).toContain('50 to 100 ms')
  })
})
