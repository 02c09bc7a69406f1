import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPlayheadStore, type Playhead } from '../../../src/playback/playhead-store'
import type { StepKind } from '../../../src/playback/step-stops'
import { Trace } from '../../../workers/trace/trace'
import { ChunkWriter, traceOf } from '../fixtures/chunk-writer'
import { stories, storyOf } from '../fixtures/random-story'
import { handMadeStory, handMadeTrace } from '../fixtures/trace'

const RUNS = { seed: 7, numRuns: 100 }
const story = handMadeStory({ requests: 20 })
const trace = handMadeTrace({ requests: 20 })

function playheadAt(micros: number, of: Trace = trace) {
  const store = createPlayheadStore()
  store.getState().follow(of)
  store.getState().seek(micros)
  return store
}

const picture = ({ count, micros, marks }: Playhead) => ({ count, micros, marks })
const STEPS: readonly StepKind[] = ['event', 'mark', 'request']

describe('stepping', () => {
  test('n steps forward and n back end at the picture where they began, between events too', () => {
    const moment = fc.tuple(
      stories(),
      fc.integer({ min: 0, max: 300 }),
      fc.constantFrom(...STEPS),
      fc.integer({ min: 1, max: 6 }),
    )
    fc.assert(
      fc.property(moment, ([random, micros, kind, steps]) => {
        const store = playheadAt(micros, traceOf(random))
        const { step, setStepKind, followRequest } = store.getState()
        setStepKind(kind)
        followRequest(1)
        const before = picture(store.getState())
        let done = 0
        for (let index = 0; index < steps; index++) {
          const here = store.getState()
          step(1)
          if (store.getState().count !== here.count || store.getState().marks !== here.marks) done++
        }
        for (let index = 0; index < done; index++) step(-1)
        expect(picture(store.getState())).toEqual(before)
      }),
      RUNS,
    )
  })

  test('by event moves the count by one, also among events at one moment', () => {
    const store = playheadAt(0)
    for (let count = store.getState().count + 1; count <= trace.events; count++) {
      store.getState().step(1)
      expect(picture(store.getState())).toEqual({
        count,
        micros: trace.eventMicros(count - 1),
        marks: trace.marksSet(count),
      })
    }
    store.getState().step(1)
    expect(store.getState().count).toBe(trace.events)
  })

  test('by mark shows every mark once, also those of one event, and then the end, and the same way back', () => {
    fc.assert(
      fc.property(stories(), (random) => {
        const marked = traceOf(random)
        const store = playheadAt(0, marked)
        store.getState().seekCount(0)
        store.getState().setStepKind('mark')
        const walk = (direction: 1 | -1): number[] => {
          const seen: number[] = []
          for (;;) {
            const before = store.getState()
            store.getState().step(direction)
            const { count, marks } = store.getState()
            if (count === before.count && marks === before.marks) return seen
            if (marks > 0 && marked.markEventOf(marks - 1) === count - 1) seen.push(marks - 1)
          }
        }
        const all = Array.from({ length: marked.markCount }, (_, index) => index)
        expect(walk(1)).toEqual(all)
        expect(store.getState().count).toBe(marked.events)
        const endsWithMark = marked.markCount > 0 && marked.markEventOf(marked.markCount - 1) === marked.events - 1
        expect(walk(-1)).toEqual(all.toReversed().slice(endsWithMark ? 1 : 0))
        expect(store.getState().count).toBe(0)
      }),
      RUNS,
    )
  })

  test('a mark is shown without those of its event that follow it', () => {
    const at = (number: number) => ({ at: 40, what: 'mark', number, node: 1, fate: 1, text: 'x' }) as const
    const store = playheadAt(0, traceOf(storyOf([at(2)])))
    store.getState().setStepKind('mark')
    store.getState().seekMark(1)
    expect(picture(store.getState())).toEqual({ count: 1, micros: 40, marks: 2 })
    store.getState().step(1)
    expect(picture(store.getState())).toEqual({ count: 1, micros: 40, marks: 3 })
  })

  test('by request shows exactly the events that touch it', () => {
    const store = playheadAt(0)
    store.getState().followRequest(4)
    store.getState().setStepKind('request')
    const told = story.events.flatMap((event, index) => {
      const sent = event.sends.some(({ request }) => request === 4)
      const settled = event.settles.some(({ hop }) => trace.hopRequest(hop) === 4)
      const marked = event.marks.some(({ request }) => request === 4)
      const ended = event.ends.some(({ request }) => request === 4)
      return sent || settled || marked || ended ? [index] : []
    })
    for (const event of told) {
      store.getState().step(1)
      expect(store.getState().count).toBe(event + 1)
    }
    for (const event of told.slice(0, -1).reverse()) {
      store.getState().step(-1)
      expect(store.getState().count).toBe(event + 1)
    }
  })

  test('pauses what plays', () => {
    const store = playheadAt(5_000)
    store.getState().play(1)
    store.getState().step(1)
    expect(store.getState().playing).toBe(0)
  })
})

describe('seeking', () => {
  test('never throws and always shows a moment of the run', () => {
    const anywhere = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1))
    fc.assert(
      fc.property(anywhere, fc.boolean(), (place, byCount) => {
        const store = playheadAt(0)
        if (byCount) store.getState().seekCount(place)
        else store.getState().seek(place)
        const { count, micros } = store.getState()
        expect(micros).toBeGreaterThanOrEqual(0)
        expect(micros).toBeLessThanOrEqual(trace.reachedMicros)
        expect(trace.microsAfter(count)).toBeLessThanOrEqual(micros)
        expect(count === trace.events || trace.eventMicros(count) >= micros).toBe(true)
      }),
      RUNS,
    )
  })

  test('works before there is a run', () => {
    const store = createPlayheadStore()
    const { seek, seekCount, step, play, advance, toEnd } = store.getState()
    seek(5)
    seekCount(3)
    step(1)
    play(1)
    advance(16)
    toEnd()
    expect(picture(store.getState())).toEqual({ count: 0, micros: 0, marks: 0 })
  })

  test('tells several events at one moment apart by their count', () => {
    const at = (what: 'mark' | 'gauge') => ({ at: 40, what, number: 1, node: 1, fate: 1, text: 'x' }) as const
    const store = playheadAt(0, traceOf(storyOf([at('mark'), at('gauge'), at('mark')])))
    store.getState().seek(40, 2)
    expect(store.getState()).toMatchObject({ count: 2, micros: 40 })
    store.getState().seek(40)
    expect(store.getState()).toMatchObject({ count: 3, micros: 40 })
  })
})

describe('a run that grows or is cut', () => {
  const half = Math.floor(story.events.length / 2)
  const growing = () => {
    const writer = new ChunkWriter(story)
    const part = new Trace(story.topology, story.horizon)
    part.append(writer.next(half))
    return { part, grow: () => part.append(writer.next(story.events.length)) }
  }

  test('keeps the moment, event for event', () => {
    const { part, grow } = growing()
    const store = playheadAt(0, part)
    store.getState().seekCount(7)
    const before = picture(store.getState())
    grow()
    store.getState().follow(part)
    expect(picture(store.getState())).toEqual(before)
  })

  test('stays while a changed run still agrees with the run that is shown', () => {
    const whole = traceOf(story)
    const store = playheadAt(0, whole)
    store.getState().seekCount(half)
    const before = picture(store.getState())
    whole.append({ ...new ChunkWriter(story).next(5), agreeing: true })
    store.getState().follow(whole)
    expect(picture(store.getState())).toEqual(before)
  })

  test('waits for a moment that has not been computed, also when asked to play', () => {
    const { part, grow } = growing()
    const wanted = trace.eventMicros(half + 20) + 1
    const store = playheadAt(wanted, part)
    expect(store.getState().micros).toBe(part.reachedMicros)
    store.getState().play(1)
    store.getState().advance(16)
    expect(store.getState().playing).toBe(1)
    grow()
    store.getState().follow(part)
    expect(store.getState().micros).toBe(wanted)
  })

  test('comes back to its moment when the part around it was cut off and computed anew', () => {
    const whole = traceOf(story)
    const store = playheadAt(0, whole)
    store.getState().seekCount(half + 9)
    const before = picture(store.getState())
    const writer = new ChunkWriter(story)
    writer.next(5)
    whole.append(writer.next(half))
    store.getState().follow(whole)
    expect(store.getState().count).toBe(half)
    whole.append(writer.next(story.events.length))
    store.getState().follow(whole)
    expect(picture(store.getState())).toEqual(before)
  })
})

describe('playing', () => {
  test('moves simulated time by wall time times the rate', () => {
    const store = playheadAt(1_000)
    store.getState().setRate(0.01)
    store.getState().play(1)
    store.getState().advance(100)
    expect(store.getState().micros).toBe(2_000)
    expect(store.getState().count).toBe(trace.countAt(2_000))
  })

  test('shows the same moments whether frames are many or few', () => {
    const many = playheadAt(0)
    const few = playheadAt(0)
    for (const store of [many, few]) store.getState().play(1)
    for (let frame = 0; frame < 25; frame++) many.getState().advance(4)
    few.getState().advance(100)
    expect(many.getState().micros).toBeCloseTo(few.getState().micros, 6)
  })

  test('goes on instead of jumping when the page was hidden', () => {
    const store = playheadAt(0)
    store.getState().setRate(0.01)
    store.getState().play(1)
    store.getState().advance(60_000)
    expect(store.getState().micros).toBeLessThanOrEqual(2_500)
  })

  test('stops at the end, and then plays from the start', () => {
    const store = playheadAt(trace.reachedMicros - 10)
    store.getState().play(1)
    store.getState().advance(100)
    expect(store.getState()).toMatchObject({ playing: 0, count: trace.events, micros: trace.reachedMicros })
    store.getState().play(1)
    expect(store.getState()).toMatchObject({ playing: 1, micros: 0 })
  })

  test('stops at the start when playing back', () => {
    const store = playheadAt(50)
    store.getState().play(-1)
    store.getState().advance(100)
    expect(store.getState()).toMatchObject({ playing: 0, count: 0, micros: 0 })
  })

  test('rests on a whole microsecond', () => {
    const store = playheadAt(1_000)
    store.getState().play(1)
    store.getState().advance(0.777)
    store.getState().pause()
    expect(Number.isInteger(store.getState().micros)).toBe(true)
  })
})
