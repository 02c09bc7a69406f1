import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Trace } from '../../workers/trace/trace'
import { DEFAULT_RATE, FASTEST_RATE, SLOWEST_RATE } from './rates'
import { compareStops, nextStop, type StepKind, type Stop, stopAt } from './step-stops'

/** The moment of the trace that is shown, and how it moves. */
export interface Playhead {
  /** How many events have happened: the argument of every look-up in the trace. */
  readonly count: number
  /** Simulated time, between events too: `microsAfter(count)` ≤ `micros`, and the next event lies at or after it. */
  readonly micros: number
  /** How many marks of the run are shown: all within `count`, or fewer while stepping among those of the last event. */
  readonly marks: number
  /** Backwards, paused, forwards. */
  readonly playing: -1 | 0 | 1
  /** Simulated seconds per second of the wall. */
  readonly rate: number
  readonly stepKind: StepKind
  /** The run that is shown; kept by `follow`. */
  readonly trace: Trace | null
  /** The request that steps of kind `request` follow. */
  readonly request: number | null

  /**
   * Shows a moment. Whatever is no moment of the run goes to the nearest one; a moment not yet computed is waited for.
   * `count` chooses among the events at one moment.
   */
  seek(micros: number, count?: number | null): void
  /** Shows the moment just after the first `count` events; of the last event only the first `step` marks when given. */
  seekCount(count: number, step?: number | null): void
  /** Shows the moment at which a mark, by its index, was the last. */
  seekMark(mark: number): void
  play(direction: 1 | -1): void
  pause(): void
  /** Pauses and moves by one stop. Where stepping began is a stop too, so n steps forward and n back end where they began. */
  step(direction: 1 | -1): void
  toStart(): void
  toEnd(): void
  setRate(rate: number): void
  setStepKind(kind: StepKind): void
  /** Moves on by a span of wall time: the one place where wall time becomes simulated time. */
  advance(wallMs: number): void
  /** Takes a trace, or takes note that the trace it has grew or was cut. The moment shown stays. */
  follow(trace: Trace | null): void
  followRequest(request: number | null): void
}

/** What the person asked to see. The trace may not reach so far yet. */
interface Wish {
  micros: number
  /** Which of several events at one moment; null: all of them. */
  count: number | null
  /** How many marks of the last of these events; null: all of them. */
  step: number | null
}

interface Place extends Stop {
  readonly micros: number
}

/** Longest span that one frame may move: after a pause of the page the picture goes on instead of jumping. */
const LONGEST_FRAME_MS = 250

export type PlayheadStore = ReturnType<typeof createPlayheadStore>

export function createPlayheadStore() {
  const wish: Wish = { micros: 0, count: null, step: null }
  /** Where the person began to step; null when they came here in another way. */
  let anchor: Place | null = null

  return createStore<Playhead>()((set, get) => {
    const show = (micros: number, count: number | null = null, step: number | null = null): void => {
      wish.micros = micros
      wish.count = count
      wish.step = step
      set(placeOf(get().trace, wish))
    }
    const jump = (micros: number, count: number | null = null, step: number | null = null): void => {
      anchor = null
      show(micros, count, step)
    }

    return {
      count: 0,
      micros: 0,
      marks: 0,
      playing: 0,
      rate: DEFAULT_RATE,
      stepKind: 'event',
      trace: null,
      request: null,

      seek: (micros, count = null) => jump(Number.isNaN(micros) ? 0 : Math.max(0, Math.floor(micros)), count),
      seekCount(count, step = null) {
        const { trace } = get()
        const whole = Math.min(trace?.events ?? 0, Math.max(0, Math.floor(count) || 0))
        jump(trace?.microsAfter(whole) ?? 0, whole, step)
      },
      seekMark(mark) {
        const { trace, seekCount } = get()
        if (trace === null || mark < 0 || mark >= trace.markCount) return
        const event = trace.markEventOf(mark)
        seekCount(event + 1, mark + 1 - trace.marksSet(event))
      },

      play(direction) {
        const { trace, micros } = get()
        anchor = null
        if (direction === 1 && trace !== null && hasEnded(trace) && micros >= trace.heldMicros) show(0, 0)
        if (direction === -1 && micros === 0) return
        if (direction === -1 || !isWaiting(trace, wish)) wish.micros = get().micros
        wish.count = null
        wish.step = null
        set({ playing: direction })
      },
      pause() {
        // At rest the moment is a whole microsecond, as a link can say it.
        if (get().playing !== 0 && !isWaiting(get().trace, wish)) show(Math.floor(get().micros))
        set({ playing: 0 })
      },

      step(direction) {
        get().pause()
        const { trace, stepKind, request, count, micros, marks } = get()
        if (trace === null) return
        anchor ??= { count, micros, marks }
        const here = { count, marks }
        const stop = stopOrAnchor(nextStop(trace, stepKind, request, here, direction), here, anchor, direction)
        if (stop === null) return
        const isBack = compareStops(stop, anchor) === 0
        show(isBack ? anchor.micros : trace.microsAfter(stop.count), stop.count, stepOf(trace, stop))
      },

      toStart() {
        jump(0, 0)
        set({ playing: 0 })
      },
      toEnd() {
        jump(get().trace?.horizonMicros ?? 0)
        set({ playing: 0 })
      },

      setRate: (rate) => set({ rate: Math.min(FASTEST_RATE, Math.max(SLOWEST_RATE, rate || DEFAULT_RATE)) }),
      setStepKind: (stepKind) => set({ stepKind }),

      advance(wallMs) {
        const { trace, playing, rate, micros } = get()
        if (playing === 0 || trace === null || (playing === 1 && isWaiting(trace, wish))) return
        const moved = micros + playing * rate * Math.min(Math.max(0, wallMs), LONGEST_FRAME_MS) * 1000
        const next = Math.min(trace.heldMicros, Math.max(0, moved))
        const stops = playing === 1 ? hasEnded(trace) && moved >= trace.heldMicros : moved <= 0
        wish.micros = next
        wish.count = stops && playing === -1 ? 0 : null
        wish.step = null
        set({ ...placeOf(trace, wish), playing: stops ? 0 : playing })
      },

      follow(trace) {
        if (trace !== get().trace) anchor = null
        set({ trace, ...placeOf(trace, wish) })
      },
      followRequest: (request) => set({ request }),
    }
  })
}

function hasEnded(trace: Trace): boolean {
  return trace.status.kind !== 'running'
}

/** The wished moment is still to be computed. */
function isWaiting(trace: Trace | null, wish: Wish): boolean {
  return trace === null || (!hasEnded(trace) && wish.micros > trace.heldMicros)
}

/** The moment of the trace that is nearest to what was wished. */
function placeOf(trace: Trace | null, wish: Wish): Place {
  if (trace === null) return { count: 0, micros: 0, marks: 0 }
  const micros = Math.min(wish.micros, trace.heldMicros)
  const latest = trace.countAt(micros)
  if (micros < wish.micros) return { ...stopAt(trace, latest), micros }
  // Among the events of this one moment, the count that was stepped to.
  const earliest = trace.microsAfter(latest) < micros ? latest : trace.countBefore(micros)
  const count = wish.count === null ? latest : Math.min(latest, Math.max(earliest, wish.count))
  const all = trace.marksSet(count)
  if (wish.step === null || count === 0) return { count, micros, marks: all }
  return { count, micros, marks: Math.min(all, trace.marksSet(count - 1) + Math.max(0, wish.step)) }
}

/** How many marks of its last event a place shows; null: all of them. */
export function stepOf(trace: Trace, { count, marks }: Stop): number | null {
  return marks === trace.marksSet(count) ? null : marks - trace.marksSet(count - 1)
}

/** The next stop, or the place where stepping began when that comes first. */
function stopOrAnchor(stop: Stop | null, here: Stop, anchor: Stop, direction: 1 | -1): Stop | null {
  const ahead = (a: Stop, b: Stop): boolean => compareStops(a, b) * direction > 0
  if (!ahead(anchor, here)) return stop
  return stop === null || ahead(stop, anchor) ? anchor : stop
}

export const playheadStore = createPlayheadStore()

export function usePlayhead<T>(select: (playhead: Playhead) => T): T {
  return useStore(playheadStore, select)
}
