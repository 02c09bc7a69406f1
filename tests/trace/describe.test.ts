import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fate, HopKind, NO_HOP } from '../../workers/protocol'
import { describeMoment } from '../../workers/trace/describe'
import { traceOf } from '../src/fixtures/chunk-writer'
import { stories } from '../src/fixtures/random-story'
import { StoryWriter, topologyOf } from '../src/fixtures/story'
import { handMadeTrace } from '../src/fixtures/trace'

const TOPOLOGY = topologyOf({ c1: 'client', s2: 'server' }, [['c1', 's2']])

/** A run in which one request goes out and comes back as told; answers each sentence in order. */
function told(way: { request?: Fate; answer?: Fate; kind?: HopKind; label?: string }): string[] {
  const writer = new StoryWriter(TOPOLOGY, 1_000_000)
  writer.at(0, () => {
    const request = writer.start(0, 'GET /a')
    const hop = { link: 0, kind: HopKind.request, label: 'GET /a', request, cause: NO_HOP, due: 500 }
    writer.send(hop, way.request ?? Fate.delivered, (cause) => {
      writer.at(900, () => {
        const kind = way.kind ?? HopKind.answer
        const answer = { link: 1, kind, label: way.label ?? '200 OK', request, cause, due: 1_400 }
        if ((way.request ?? Fate.delivered) === Fate.delivered) writer.send(answer, way.answer ?? Fate.delivered)
      })
    })
  })
  const trace = traceOf(writer.run())
  return Array.from({ length: trace.events }, (_, event) => describeMoment(trace, event + 1).sentence)
}

describe('the sentence of a moment', () => {
  test('says what to do before anything has happened', () => {
    expect(describeMoment(handMadeTrace(), 0)).toMatchObject({
      micros: 0,
      sentence: 'Nothing has happened yet. Press play or step.',
    })
  })

  test('tells a request and its answer in words', () => {
    expect(told({})).toEqual([
      'c1 sends GET /a to s2.',
      'GET /a from c1 arrives at s2.',
      's2 answers 200 OK to c1.',
      '200 OK from s2 arrives at c1.',
    ])
    expect(told({ kind: HopKind.failure, label: '503 queue full' })[2]).toBe('s2 answers 503 queue full to c1.')
  })

  test('tells what is lost, refused or late', () => {
    expect(told({ answer: Fate.lost })[3]).toBe('The answer to GET /a is lost on the way from s2 to c1.')
    expect(told({ request: Fate.lost })[1]).toBe('GET /a is lost on the way from c1 to s2.')
    expect(told({ request: Fate.refused })[1]).toBe('s2 refuses GET /a from c1: it is down.')
    expect(told({ answer: Fate.late })[3]).toBe('200 OK from s2 reaches c1 too late: nobody waits for it.')
  })

  test('is the last mark of the event when there is one', () => {
    const trace = handMadeTrace()
    const mark = trace.mark(3)
    expect(describeMoment(trace, mark.event + 1)).toEqual({
      micros: mark.atMicros,
      sentence: mark.sentence,
      tone: mark.tone,
      node: mark.node,
      request: mark.request,
    })
  })

  test('tells how a request ended', () => {
    const trace = handMadeTrace()
    const failed = Array.from({ length: trace.requestCount }, (_, index) => trace.request(index + 1)).find(
      ({ cause }) => cause === 'timeout',
    )
    const moment = describeMoment(trace, (failed?.endEvent ?? 0) + 1)
    expect(moment).toMatchObject({ tone: 'bad', request: failed?.id })
    expect(moment.sentence).toMatch(/^Request \d+ of c1 fails after [\d.]+ ms: timeout at lb\.$/)
  })

  test('tells the check that broke before anything else, a mark too', () => {
    const writer = new StoryWriter(TOPOLOGY, 1_000)
    writer.at(0, () => {
      const mark = { node: 1, name: 'x/y', tone: 'neutral', sentence: 'Something.', request: 0, places: [] } as const
      writer.event.marks.push(mark)
      writer.event.breaches.push({ check: 'once', sentence: 'Request 3 was answered twice.' })
    })
    expect(describeMoment(traceOf(writer.run()), 1)).toMatchObject({
      tone: 'bad',
      sentence: 'A check fails: Request 3 was answered twice.',
    })
  })

  test('tells what changed on a node when nothing else happened', () => {
    const writer = new StoryWriter(TOPOLOGY, 1_000)
    const set = (key: string, value: number) => writer.event.gauges.push({ node: 1, key, value })
    writer.at(0, () => set('busy', 0))
    writer.at(10, () => writer.start(0, 'GET /a'))
    writer.at(20, () => {
      set('busy', 1)
      set('queue', 2)
    })
    writer.at(30, () => writer.event.facts.push({ node: 1, key: 'mode', value: 'slow' }))
    const trace = traceOf(writer.run())
    expect([1, 2, 3, 4].map((count) => describeMoment(trace, count).sentence)).toEqual([
      'The system is set up. Nothing has been asked yet.',
      'c1 asks GET /a, request 1.',
      'On s2, busy is now 1 and queue 2.',
      'On s2, mode changes.',
    ])
  })

  test('is there at every moment of any run, with its time', () => {
    fc.assert(
      fc.property(stories(), (story) => {
        const trace = traceOf(story)
        for (let count = 0; count <= trace.events; count++) {
          const moment = describeMoment(trace, count)
          expect(moment.sentence).not.toMatch(/undefined|NaN|somebody/)
          expect(moment.micros).toBe(trace.microsAfter(count))
        }
      }),
      { seed: 7, numRuns: 40 },
    )
  })
})
