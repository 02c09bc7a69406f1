import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { presetScenario } from '../../workers/scenario/preset-scenario'
import { startRun } from '../../workers/session/run'
import { catalog } from '../../workers/systems/catalog'
import { loadModel } from '../../workers/systems/models'
import { differsByMoreThanChance, spanBefore, spanDifference } from '../../workers/trace/span-difference'
import type { Trace } from '../../workers/trace/trace'
import { pair, traceOf } from '../network/hand-built'

const HALVES = { fromMicros: 500_000, toMicros: 1_000_000 }

/** A question every 20 ms, each given up after 100 ms. */
const EVENLY = Array.from({ length: 49 }, (_, index) => ({
  at: index * 20_000,
  label: `GET /${index}`,
  timeoutMicros: 100_000,
}))

describe('what a span is compared with', () => {
  it('is as much time right before it, or what there is of it', () => {
    expect(spanBefore({ fromMicros: 500, toMicros: 700 }, 1_000)).toEqual({ fromMicros: 300, toMicros: 500 })
    expect(spanBefore({ fromMicros: 200, toMicros: 700 }, 1_000)).toEqual({ fromMicros: 0, toMicros: 200 })
  })

  it('is what follows at the start of a run', () => {
    expect(spanBefore({ fromMicros: 0, toMicros: 700 }, 1_000)).toEqual({ fromMicros: 700, toMicros: 1_000 })
  })

  it('does not exist for nothing and for everything', () => {
    expect(() => spanBefore({ fromMicros: 5, toMicros: 5 }, 10)).toThrow(/ends after it starts/)
    expect(() => spanBefore({ fromMicros: 0, toMicros: 10 }, 10)).toThrow(/nothing to compare/)
  })
})

describe('what differs inside a span', () => {
  it('is nothing when everything goes on as before', () => {
    const { trace } = pair(EVENLY)
    const { times, failures, marks, p99 } = spanDifference(trace, HALVES)
    expect({ times, failures, marks }).toEqual({ times: [], failures: [], marks: [] })
    expect(p99).toEqual({ before: 12_000, inside: 12_000 })
  })

  it('is the way of the messages when the link is slower, in equal parts there and back', () => {
    // Nothing is under way when the link becomes slower.
    const script = [{ at: 495_000, kind: 'delay', link: ['a', 'b'], extraMicros: 4_000 }] as const
    const { times } = spanDifference(pair(EVENLY, script).trace, HALVES)
    expect(times.map(({ kind }) => kind)).toEqual(['wire', 'wire'])
    expect(times.map(({ sender, node }) => [sender, node]).sort()).toEqual([
      [0, 1],
      [1, 0],
    ])
    for (const { share, before, inside, firstMicros } of times) {
      expect(share).toBeCloseTo(0.5, 5)
      expect(before).toBe(1_000)
      expect(inside).toBeCloseTo(5_000, 5)
      expect(firstMicros).toBeGreaterThanOrEqual(500_000)
      expect(firstMicros).toBeLessThan(540_000)
    }
  })

  it('is silence and its failures when the link is cut, by cause and node, with the first of them', () => {
    const { trace } = pair(EVENLY, [{ at: 500_000, kind: 'cut', link: ['a', 'b'] }])
    const { failures, times, failing } = spanDifference(trace, HALVES)
    expect(times[0]).toMatchObject({ kind: 'silence', before: 0 })
    expect(times[0]?.share).toBeGreaterThan(0.9)
    expect(failures).toHaveLength(1)
    const [first] = failures
    expect(first).toMatchObject({ cause: 'timeout', share: 1, before: 0 })
    expect(first?.inside).toBe(failing.inside)
    expect(first?.firstMicros).toBe(endOfFirstFailure(trace))
  })

  it('has shares that never exceed the whole, for any span', async () => {
    const trace = await played('load-balancer', 'slow-server')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: trace.heldMicros - 1 }), fc.integer({ min: 1 }), (from, lasts) => {
        const toMicros = Math.min(trace.heldMicros, from + 1 + (lasts % trace.heldMicros))
        const { times, failures } = spanDifference(trace, { fromMicros: from, toMicros })
        for (const list of [times, failures]) {
          const sum = list.reduce((all, { share }) => all + share, 0)
          expect(sum).toBeLessThanOrEqual(1 + 1e-9)
          for (const { share, before, inside } of list) expect(share > 0 && inside > before).toBe(true)
        }
      }),
      { seed: 11, numRuns: 12 },
    )
  })
})

test('chance is told from change by three standard deviations', () => {
  expect(differsByMoreThanChance(100, 120, 1)).toBe(false)
  expect(differsByMoreThanChance(100, 150, 1)).toBe(true)
  expect(differsByMoreThanChance(100, 50, 0.5)).toBe(false)
  expect(differsByMoreThanChance(100, 50, 1)).toBe(true)
})

test('the opening of a breaker is among what never happened before', async () => {
  const trace = await played('circuit-breaker', 'trips')
  const opened = Array.from({ length: trace.markCount }, (_, index) => index).find((index) =>
    trace.markNameOf(index).endsWith('/opened'),
  ) as number
  const at = trace.mark(opened).atMicros
  const { marks } = spanDifference(trace, { fromMicros: at - 1, toMicros: at + 200_000 })
  const told = marks.find(({ name }) => name.endsWith('/opened'))
  expect(told).toMatchObject({ before: 0, firstMark: opened })
})

function endOfFirstFailure(trace: Trace): number {
  for (let order = 0; ; order++) {
    const id = trace.endedRequestAt(order)
    if (trace.requestCauseOf(id) !== '') return trace.requestEndMicros(id)
  }
}

async function played(id: string, preset: string): Promise<Trace> {
  const meta = catalog.find((each) => each.id === id)
  const chosen = meta?.presets.find((each) => each.id === preset)
  if (meta === undefined || chosen === undefined) throw new Error(`there is no ${id} ${preset}`)
  return traceOf(startRun(presetScenario(meta, chosen), await loadModel(id)), 50_000)
}
