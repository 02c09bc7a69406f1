/** Claims about the envelope b + r·t, and about what keeps the rate. */

import { guideEfficiency } from '../../algorithms/rate-limit/guide-bucket'
import { countWithin, leastRoom } from '../../algorithms/rate-limit/intervals'
import type { Values } from '../../scenario/parameters'
import { short } from '../../trace/figure-text'
import { nodeIndex } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { leftAt, passedAt, refusedAt, unitTimes } from './claims-measures'

const SECOND = 1_000_000
const LIMITER = 'limiter'
const STEP_AT = 2_000_000

export const envelopeClaims: Claims = {
  'within-envelope': {
    sentence: 'In every window, however long, at most b + r·t units of a key pass.',
    measure(trace, values) {
      const rooms = timesByKey(trace).map((times) => roomOf(times, values))
      const least = Math.min(...rooms)
      return { holds: rooms.length > 0 && least >= 0, measured: `the fullest window leaves room for ${least}` }
    },
  },
  'burst-at-once': {
    sentence: 'As many units as the burst pass one after the other before the first is refused.',
    measure(trace, values) {
      const first = refusedAt(trace, LIMITER)[0]?.atMicros ?? 0
      const before = countWithin(unitTimes(passedAt(trace, LIMITER)), 0, first)
      return { holds: before >= values.number('burst'), measured: `${before} pass before the first refusal` }
    },
  },
  'slope-is-rate': {
    sentence: 'From two seconds on, the rate of what passes is that of the limit, within one unit.',
    measure(trace, values) {
      const times = unitTimes(passedAt(trace, LIMITER))
      const span = trace.horizonMicros - 2 * SECOND
      const passed = countWithin(times, 2 * SECOND, trace.horizonMicros)
      const due = (values.number('limit') * span) / values.number('window')
      return {
        holds: Math.abs(passed - due) <= 1,
        measured: `${passed} pass in ${span / SECOND} s; the rate brings ${short(due)}`,
      }
    },
  },
  'guide-law': {
    sentence:
      'Once its first filling is used up, the guide’s bucket grants ⌊kx⌋/(kx) of its rate, x = rate × poll, k = ⌈1/x⌉: within one unit.',
    measure(trace, values) {
      const { perSecond, efficiency } = guideLaw(values)
      const from = refusedAt(trace, LIMITER)[0]?.atMicros ?? 0
      const passed = countWithin(unitTimes(passedAt(trace, LIMITER)), from, trace.horizonMicros)
      const seconds = (trace.horizonMicros - from) / SECOND
      const due = perSecond * efficiency * seconds
      return {
        holds: Math.abs(passed - due) <= 1,
        measured: `${short(passed / seconds)} a second against ${short(perSecond * efficiency)} by the law, of ${short(perSecond)}`,
      }
    },
  },
  'far-below-envelope': {
    sentence: 'At the end less than 60 % of the line b + r·t has passed.',
    measure: (trace, values) => shareOfEnvelope(trace, values, (share) => share < 0.6),
  },
  'at-least-rate': {
    sentence: 'At the end at least as much has passed as the rate brings: no fraction of a token was lost.',
    measure(trace, values) {
      const passed = unitTimes(passedAt(trace, LIMITER)).length
      const due = Math.floor((values.number('limit') * trace.horizonMicros) / values.number('window'))
      return { holds: passed >= due, measured: `${passed} have passed, the rate brings ${due}` }
    },
  },
  'both-envelopes': {
    sentence: 'In every window at most what each of the two rates allows passes.',
    measure(trace, values) {
      const times = unitTimes(passedAt(trace, LIMITER))
      const long = values.number('long-limit')
      const rooms = [roomOf(times, values), leastRoom(times, long, long, values.number('long-window'))]
      return {
        holds: times.length > 0 && Math.min(...rooms) >= 0,
        measured: `the fullest windows leave room for ${rooms[0]} by the short rate and ${rooms[1]} by the long`,
      }
    },
  },
  'long-rate-rules': {
    sentence: 'In the last four seconds the long rate decides: what passes is its rate, within one unit.',
    measure(trace, values) {
      const span = 4 * SECOND
      const passed = countWithin(unitTimes(passedAt(trace, LIMITER)), trace.horizonMicros - span, trace.horizonMicros)
      const due = (values.number('long-limit') * span) / values.number('long-window')
      return { holds: Math.abs(passed - due) <= 1, measured: `${passed} pass, ${short(due)} are due` }
    },
  },
  'shaper-smooth': {
    sentence: 'What leaves the shaper keeps the distance of its rate, to the microsecond.',
    measure(trace, values) {
      const times = leftAt(trace, LIMITER)
      const interval = Math.floor(values.number('window') / values.number('limit'))
      let least = Number.POSITIVE_INFINITY
      for (let index = 1; index < times.length; index++)
        least = Math.min(least, (times[index] as number) - (times[index - 1] as number))
      return {
        holds: times.length > 1 && least >= interval,
        measured: `${times.length} leave, never closer than ${least} µs`,
      }
    },
  },
  'stops-after-step': {
    sentence: 'After the clock has stepped back, nothing passes once the tokens at hand are used up.',
    measure(trace, values) {
      const times = unitTimes(passedAt(trace, LIMITER))
      const after = countWithin(times, STEP_AT, trace.horizonMicros)
      const late = countWithin(times, STEP_AT + SECOND, trace.horizonMicros)
      return {
        holds: after <= values.number('burst') && late === 0,
        measured: `${after} pass after the step, ${late} from a second later on`,
      }
    },
  },
  'goes-on-after-step': {
    sentence: 'From half a second before the clock steps back to the end, what passes is the rate, within two units.',
    measure(trace, values) {
      const from = STEP_AT - SECOND / 2
      const passed = countWithin(unitTimes(passedAt(trace, LIMITER)), from, trace.horizonMicros)
      const due = (values.number('limit') * (trace.horizonMicros - from)) / values.number('window')
      return { holds: Math.abs(passed - due) <= 2, measured: `${passed} pass, ${short(due)} are due` }
    },
  },
  'queue-grows': {
    sentence: 'Three seconds after the service slows down more than 20 requests wait there.',
    measure(trace) {
      const waiting = trace.gauge(nodeIndex(trace, 'service'), 'queue', trace.countAt(STEP_AT + 3 * SECOND)) ?? 0
      return { holds: waiting > 20, measured: `${waiting} wait` }
    },
  },
}

/** The moments of units that passed, for each key at each limiter. */
function timesByKey(trace: Trace): number[][] {
  const times = new Map<string, number[]>()
  for (const { key, atMicros, units } of passedAt(trace)) {
    const own = times.get(key) ?? []
    times.set(key, own)
    for (let unit = 0; unit < units; unit++) own.push(atMicros)
  }
  return [...times.values()]
}

function roomOf(times: readonly number[], values: Values): number {
  return leastRoom(times, values.number('burst'), values.number('limit'), values.number('window'))
}

export function guideLaw(values: Values): { perSecond: number; efficiency: number } {
  const perSecond = (values.number('limit') * SECOND) / values.number('window')
  return { perSecond, efficiency: guideEfficiency(perSecond, values.number('poll')) }
}

function shareOfEnvelope(trace: Trace, values: Values, holds: (share: number) => boolean): Verdict {
  const times = unitTimes(passedAt(trace, LIMITER))
  const span = trace.horizonMicros - (times[0] ?? 0)
  const most = values.number('burst') + (values.number('limit') * span) / values.number('window')
  return { holds: holds(times.length / most), measured: `${times.length} of ${short(most)} have passed` }
}
