import { formatDuration } from '../kernel/time'
import type { Scenario } from '../scenario/scenario'
import { startRun } from '../session/run'
import type { SystemModel } from '../systems/system'
import { latencyPercentile, requestCounts } from '../trace/measure'
import { Trace } from '../trace/trace'
import { FEWEST_REQUESTS, type Target, WINDOW_MICROS } from './target'

/** What one run shows of a target. */
export interface Trial {
  /** Null when the target was not met. */
  readonly met: Meeting | null
  /** Events that the run recorded until the target was met or the run ended. */
  readonly events: number
}

export interface Meeting {
  /** The first moment at which the target is met, in simulated microseconds. */
  readonly atMicros: number
  /** What is met there, with figures. */
  readonly sentence: string
}

/** Agenda entries between two looks. It decides when is looked, never what is found. */
const BUDGET = 4_000

/** Runs a scenario until the target is met, or to its end. */
export function tryScenario(scenario: Scenario, model: SystemModel, target: Target): Trial {
  const run = startRun(scenario, model)
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  const look = lookFor(target, trace)
  for (;;) {
    trace.append(run.advance(BUDGET))
    const met = look()
    if (met !== null) return { met, events: trace.events }
    // A run that breaks is a mistake of ours, and the most important thing that a search can find.
    if (trace.status.kind === 'broken')
      return { met: { atMicros: trace.reachedMicros, sentence: trace.status.sentence }, events: trace.events }
    if (trace.status.kind === 'finished') return { met: null, events: trace.events }
  }
}

/** Looks at what has come since the last look; answers the first meeting. */
function lookFor(target: Target, trace: Trace): () => Meeting | null {
  switch (target.kind) {
    case 'check':
      return () => {
        const breach = trace.breaches.find(({ check }) => target.name === null || check === target.name)
        return breach === undefined ? null : { atMicros: trace.eventMicros(breach.event), sentence: breach.sentence }
      }
    case 'mark': {
      let seen = 0
      return () => {
        for (; seen < trace.markCount; seen++) {
          if (trace.markNameOf(seen) !== target.name) continue
          const { atMicros, sentence } = trace.mark(seen)
          return { atMicros, sentence }
        }
        return null
      }
    }
    case 'latency':
      return byWindow(trace, (from, to) => {
        const micros = latencyPercentile(trace, target.percent, from, to)
        if (micros === null || micros <= target.aboveMicros) return null
        return `p${target.percent} is ${formatDuration(micros)}, above ${formatDuration(target.aboveMicros)}.`
      })
    case 'failures':
      return byWindow(trace, (from, to) => {
        const { served, failed } = requestCounts(trace, from, to)
        const percent = (100 * failed) / (served + failed)
        if (percent <= target.abovePercent) return null
        return `${failed} of ${served + failed} requests fail, more than ${target.abovePercent} %.`
      })
  }
}

/** Measures every whole window that the run has passed and that enough requests ended in; the meeting is at its end. */
function byWindow(trace: Trace, measure: (from: number, to: number) => string | null): () => Meeting | null {
  let window = 0
  return () => {
    for (; (window + 1) * WINDOW_MICROS <= trace.reachedMicros; window++) {
      const from = window * WINDOW_MICROS
      const to = from + WINDOW_MICROS
      const { served, failed } = requestCounts(trace, from, to)
      if (served + failed < FEWEST_REQUESTS) continue
      const told = measure(from, to)
      if (told === null) continue
      const span = `Between ${formatDuration(from)} and ${formatDuration(to)} `
      return { atMicros: to, sentence: `${span}${told}` }
    }
    return null
  }
}
