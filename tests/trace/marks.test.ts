import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countMarks, firstMark, gaugeBefore, gaugePeak, marksOf, nodeIndex } from '../../workers/trace/marks'
import type { Mark } from '../../workers/trace/trace'
import { handMadeTrace } from '../src/fixtures/trace'

const trace = handMadeTrace({ requests: 40 })
const everyMark = Array.from({ length: trace.markCount }, (_, index) => trace.mark(index))
const names = [...new Set(everyMark.map(({ name }) => name)), 'no/such-mark']
const last = trace.eventMicros(trace.events - 1)

test('marks of a span are those with the names that were set in it, the end left out', () => {
  const moment = fc.oneof(fc.nat(last + 10), fc.constantFrom(...everyMark.map(({ atMicros }) => atMicros)))
  const wanted = fc.oneof(fc.constantFrom(...names), fc.subarray(names))
  fc.assert(
    fc.property(wanted, moment, moment, (name, from, to) => {
      const list = typeof name === 'string' ? [name] : name
      const isMeant = (mark: Mark): boolean => list.includes(mark.name) && mark.atMicros >= from && mark.atMicros < to
      const expected = everyMark.filter(isMeant)
      expect(marksOf(trace, name, from, to)).toEqual(expected)
      expect(countMarks(trace, name, from, to)).toBe(expected.length)
      expect(firstMark(trace, name, from, to)).toEqual(expected[0] ?? null)
    }),
    { seed: 11, numRuns: 200 },
  )
})

test('a number of a reading is the last one that was set before the moment', () => {
  const lb = nodeIndex(trace, 's1')
  const { events, values, length } = trace.gaugeHistory(lb, 'queue')
  expect(length).toBeGreaterThan(3)
  for (let index = 0; index < length; index++) {
    const at = trace.eventMicros(events[index] as number)
    const before = [...values.subarray(0, length)].filter((_, i) => trace.eventMicros(events[i] as number) < at)
    expect(gaugeBefore(trace, 's1', 'queue', at)).toBe(before.at(-1) ?? 0)
  }
  expect(gaugeBefore(trace, 's1', 'queue')).toBe(values[length - 1])
  expect(gaugePeak(trace, 's1', 'queue')).toBe(Math.max(...values.subarray(0, length)))
})

test('a node that the run has not has no index and no numbers', () => {
  expect(nodeIndex(trace, 'nobody')).toBe(-1)
  expect(gaugeBefore(trace, 'nobody', 'queue')).toBe(0)
  expect(gaugePeak(trace, 'nobody', 'queue')).toBe(0)
})
