import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NO_EVENT } from '../../workers/protocol'
import { Trace } from '../../workers/trace/trace'
import { ChunkWriter, traceOf } from '../src/fixtures/chunk-writer'
import { stories } from '../src/fixtures/random-story'
import type { Story, StoryEvent } from '../src/fixtures/story'
import { handMadeStory, handMadeTrace } from '../src/fixtures/trace'

const RUNS = { seed: 7, numRuns: 60 }
const KEYS = ['nx', 'ny', 'nz', 'fx', 'fy', 'fz']

/** Every answer that a trace can give after `count` events. */
function answersAt(trace: Trace, count: number) {
  const flying: number[] = []
  const settled: number[] = []
  trace.forEachFlying(count, (hop) => flying.push(hop))
  if (count > 0) trace.forEachSettledAt(count - 1, (hop) => settled.push(hop))
  return {
    micros: trace.microsAfter(count),
    flying,
    settled,
    sent: trace.hopsSent(count),
    readings: trace.topology.nodes.map((_, node) => trace.reading(node, count)),
    values: trace.topology.nodes.map((_, node) =>
      KEYS.map((key) => [trace.gauge(node, key, count), trace.fact(node, key, count)]),
    ),
    versions: trace.topology.nodes.map((_, node) => trace.readingVersion(node, count)),
    marks: trace.marksSet(count),
    started: trace.requestsStarted(count),
    ended: trace.requestsEnded(count),
    lastStage: count === 0 ? null : trace.stageAt(count - 1),
  }
}

/** Everything that a trace knows. */
function answers(trace: Trace) {
  const numbers = (length: number) => Array.from({ length }, (_, index) => index)
  return {
    status: trace.status,
    reached: trace.reachedMicros,
    digest: trace.digest,
    breaches: trace.breaches,
    events: numbers(trace.events).map((event) => trace.eventMicros(event)),
    hops: numbers(trace.hopCount).map((hop) => trace.hop(hop)),
    marks: numbers(trace.markCount).map((index) => trace.mark(index)),
    requests: numbers(trace.requestCount).map((index) => trace.request(index + 1)),
    stories: numbers(trace.requestCount).map((index) => trace.hopsOfRequest(index + 1)),
    stages: numbers(trace.requestCount).map((index) => trace.stagesOfRequest(index + 1)),
    ends: numbers(trace.requestsEnded(trace.events)).map((order) => trace.endedRequestAt(order)),
    moments: numbers(trace.events + 1).map((count) => answersAt(trace, count)),
  }
}

/** The same answers as `answersAt`, straight from the story. */
function toldAt({ events }: Story, count: number) {
  const past = events.slice(0, count)
  const sends = past.flatMap((event, index) => event.sends.map((send) => ({ ...send, event: index })))
  const gone = new Set(past.flatMap((event) => event.settles.map(({ hop }) => hop)))
  return {
    micros: past.at(-1)?.at ?? 0,
    flying: sends.flatMap((_, hop) => (gone.has(hop) ? [] : [hop])),
    settled: past.at(-1)?.settles.map(({ hop }) => hop) ?? [],
    sent: sends.length,
    marks: past.flatMap((event) => event.marks).length,
    started: past.flatMap((event) => event.starts).length,
    ended: past.flatMap((event) => event.ends).length,
    lastStage: stageOf(past.at(-1), count - 1),
    readings: [0, 1, 2].map((node) => {
      const changes = past.flatMap((event) => [...event.gauges, ...event.facts]).filter((each) => each.node === node)
      return Object.fromEntries(changes.map(({ key, value }) => [key, value]))
    }),
    versions: [0, 1, 2].map(
      (node) => past.flatMap((event) => [...event.gauges, ...event.facts]).filter((each) => each.node === node).length,
    ),
  }
}

function stageOf(event: StoryEvent | undefined, index: number) {
  const last = event?.stages.at(-1)
  if (last === undefined) return null
  const { request: _, ...stage } = last
  return { event: index, ...stage }
}

function splits(story: Story): fc.Arbitrary<number[]> {
  return fc.array(fc.nat(story.events.length), { maxLength: 8 }).map((ends) => ends.sort((a, b) => a - b))
}

describe('a trace', () => {
  test('answers as the story it was written from, at every moment', () => {
    fc.assert(
      fc.property(stories(), (story) => {
        const trace = traceOf(story)
        for (let count = 0; count <= story.events.length; count++)
          expect(answersAt(trace, count)).toMatchObject(toldAt(story, count))
      }),
      RUNS,
    )
  })

  test('keeps the stages of every request in order', () => {
    fc.assert(
      fc.property(stories(), (story) => {
        const trace = traceOf(story)
        const told = story.events.flatMap((event, index) => event.stages.map((stage) => ({ event: index, ...stage })))
        for (let id = 1; id <= trace.requestCount; id++) {
          const own = told.filter(({ request }) => request === id).map(({ request: _, ...stage }) => stage)
          expect(trace.stagesOfRequest(id)).toEqual(own)
        }
      }),
      RUNS,
    )
  })

  test('is the same however its chunks were split', () => {
    fc.assert(
      fc.property(
        stories().chain((story) => fc.tuple(fc.constant(story), splits(story))),
        ([story, ends]) => {
          expect(answers(traceOf(story, ends))).toEqual(answers(traceOf(story)))
        },
      ),
      RUNS,
    )
  })

  test('cut and continued in another way, never had the part that was cut', () => {
    const pairs = stories().chain((old) =>
      fc.tuple(fc.constant(old), fc.nat(old.events.length), stories()).map(([before, kept, after]) => ({
        before,
        kept,
        after: continued(before, kept, after),
      })),
    )
    fc.assert(
      fc.property(pairs, ({ before, kept, after }) => {
        const trace = traceOf(before)
        const writer = new ChunkWriter(after)
        writer.next(kept)
        trace.append(writer.next(after.events.length))
        expect(answers(trace)).toEqual(answers(traceOf(after)))
      }),
      RUNS,
    )
  })

  test('keeps everything while a changed run only says that it still agrees', () => {
    const story = handMadeStory({ requests: 8 })
    const trace = traceOf(story)
    const before = answers(trace)
    const chunk = new ChunkWriter(story).next(5)
    trace.append({ ...chunk, agreeing: true })
    const { status, reached, digest, ...rest } = answers(trace)
    expect(before).toMatchObject(rest)
    expect({ status, digest }).toEqual({ status: { kind: 'running' }, digest: null })
    expect(trace.heldMicros).toBeGreaterThan(reached)
  })

  test('counts events at a moment and before it', () => {
    fc.assert(
      fc.property(stories(), fc.integer({ min: -1, max: 520 }), (story, micros) => {
        const trace = traceOf(story)
        expect(trace.countAt(micros)).toBe(story.events.filter(({ at }) => at <= micros).length)
        expect(trace.countBefore(micros)).toBe(story.events.filter(({ at }) => at < micros).length)
      }),
      RUNS,
    )
  })

  test('finds what flies in a long run, where its index has many blocks', () => {
    const story = handMadeStory({ requests: 400 })
    const trace = traceOf(story)
    for (let count = 0; count <= story.events.length; count += 37) {
      const flying: number[] = []
      trace.forEachFlying(count, (hop) => flying.push(hop))
      const told = Array.from({ length: trace.hopsSent(count) }, (_, hop) => hop).filter(
        (hop) => trace.hop(hop).settledEvent >= count,
      )
      expect(flying).toEqual(told)
    }
  })

  test('moves a hop from 0 where it is sent to 1 where it is due', () => {
    const trace = handMadeTrace({ requests: 4 })
    for (let hop = 0; hop < trace.hopCount; hop++) {
      const { sentMicros, dueMicros } = trace.hop(hop)
      expect(trace.hopProgress(hop, sentMicros)).toBe(0)
      expect(trace.hopProgress(hop, (sentMicros + dueMicros) / 2)).toBe(0.5)
      expect(trace.hopProgress(hop, dueMicros + 1)).toBe(1)
    }
  })

  test('tells an open request as open', () => {
    const story = handMadeStory({ requests: 3 })
    const trace = new Trace(story.topology, story.horizon)
    trace.append(new ChunkWriter(story).next(1))
    expect(trace.request(1)).toMatchObject({ endEvent: NO_EVENT, endMicros: Number.POSITIVE_INFINITY, cause: '' })
    expect(trace.requestEndMicros(1)).toBe(Number.POSITIVE_INFINITY)
  })
})

/** The first `kept` events of one story and then those of another, shifted in time, with its own hops and requests. */
function continued(before: Story, kept: number, after: Story): Story {
  const head = before.events.slice(0, kept)
  const from = head.at(-1)?.at ?? 0
  const hops = head.flatMap((event) => event.sends).length
  const requests = head.flatMap((event) => event.starts).length
  const request = (id: number): number => (id === 0 ? 0 : id + requests)
  const tail = after.events.map((event) => ({
    ...event,
    at: event.at + from,
    sends: event.sends.map((send) => ({ ...send, due: send.due + from, request: request(send.request) })),
    settles: event.settles.map(({ hop, fate }) => ({ hop: hop + hops, fate })),
    ends: event.ends.map((end) => ({ ...end, request: request(end.request) })),
    marks: event.marks.map((mark) => ({ ...mark, request: request(mark.request) })),
    stages: event.stages.map((stage) => ({ ...stage, request: request(stage.request) })),
  }))
  return { ...before, horizon: 2_000, events: [...head, ...tail] }
}
