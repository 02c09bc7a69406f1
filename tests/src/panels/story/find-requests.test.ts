import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { causesOf, findRequests, type RequestQuery } from '../../../../src/panels/story/find-requests'
import { traceOf } from '../../fixtures/chunk-writer'
import { stories } from '../../fixtures/random-story'

const ANY: RequestQuery = { order: 'latest', cause: '', text: '' }

describe('requests up to a moment', () => {
  test('are found as a plain filter finds them', () => {
    const query = fc.record({
      order: fc.constantFrom('latest', 'slowest', 'failed'),
      cause: fc.constantFrom('', 'x', 'y'),
      text: fc.constantFrom('', 'x', 'Y', '3'),
    })
    fc.assert(
      fc.property(stories(), fc.nat(60), query, fc.nat(6), (story, at, asked, most) => {
        const trace = traceOf(story)
        const count = Math.min(at, trace.events)
        const all = Array.from({ length: trace.requestsStarted(count) }, (_, index) => trace.request(index + 1))
        const wanted = all
          .filter(({ endEvent }) => endEvent < count || (asked.order === 'latest' && asked.cause === ''))
          .filter(({ cause }) => asked.order !== 'failed' || cause !== '')
          .filter(({ cause }) => asked.cause === '' || cause === asked.cause)
          .filter(({ id, label }) => label.includes(asked.text.toLowerCase()) || String(id) === asked.text)
          .map(({ id }) => id)
        const found = findRequests(trace, count, asked, most)
        expect(found.length).toBe(Math.min(most, wanted.length))
        for (const id of found) expect(wanted).toContain(id)
        expect(new Set(found).size).toBe(found.length)
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  test('come slowest first, and latest first', () => {
    fc.assert(
      fc.property(stories(), (story) => {
        const trace = traceOf(story)
        const slowest = findRequests(trace, trace.events, { ...ANY, order: 'slowest' }, 100).map((id) =>
          trace.request(id),
        )
        const latencies = slowest.map(({ startMicros, endMicros }) => endMicros - startMicros)
        expect(latencies).toEqual(latencies.toSorted((a, b) => b - a))
        const latest = findRequests(trace, trace.events, ANY, 100)
        expect(latest).toEqual(latest.toSorted((a, b) => b - a))
      }),
      { seed: 7, numRuns: 60 },
    )
  })

  test('that failed are counted by cause, the most frequent first', () => {
    fc.assert(
      fc.property(stories(), (story) => {
        const trace = traceOf(story)
        const causes = causesOf(trace, trace.events)
        const failed = Array.from({ length: trace.requestCount }, (_, index) => trace.request(index + 1).cause)
        for (const { cause, requests } of causes) expect(requests).toBe(failed.filter((each) => each === cause).length)
        expect(causes.length).toBe(new Set(failed.filter((each) => each !== '')).size)
        const counts = causes.map(({ requests }) => requests)
        expect(counts).toEqual(counts.toSorted((a, b) => b - a))
      }),
      { seed: 7, numRuns: 60 },
    )
  })
})
