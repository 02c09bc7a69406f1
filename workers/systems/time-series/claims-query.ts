/** Claims about what a query answers and what it takes. */

import { formatDuration } from '../../kernel/time'
import { short } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import { latencyOf } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { AnswerPicture } from '../glyphs'
import type { Claims, Verdict } from '../system'
import { answersFrom, storeIndex } from './claims-measures'
import { SPIKE, WAVE_TOP } from './model-signals'

/** When the presets with a spike have it in the past of every query, and still in its range. */
const SPIKE_SEEN = { from: 8_000_000, to: 11_000_000 }
export const SETTLED = 9_000_000
export const QUERY_BASE = 300
/** Of a lot of 0 to 9: √(99/12). Scrapes a second. */
export const LOT_DEVIATION = 2.8723
const SCRAPES = 50

export const queryClaims: Claims = {
  'spike-hidden': {
    sentence:
      'From one to four seconds after the spike no step of any answer is above 80, though the spike stands at 130.',
    measure: (trace) => highestAnswer(trace, (highest) => highest < 80),
  },
  'spike-shown': {
    sentence: 'From one to four seconds after the spike every answer has a step of exactly 130.',
    measure: (trace) => highestAnswer(trace, (highest, least) => highest === SPIKE && least === SPIKE),
  },
  'spike-stored': {
    sentence: 'The points that the last query could see hold one of 130 and no other above 71.',
    measure(trace) {
      const picture = trace.fact(
        storeIndex(trace),
        'answer',
        trace.countBefore(SPIKE_SEEN.to),
      ) as unknown as AnswerPicture
      const high = picture.values.filter((value) => value > WAVE_TOP)
      return {
        holds: high.length === 1 && high[0] === SPIKE,
        measured: `points above ${WAVE_TOP}: ${high.join(', ') || 'none'}`,
      }
    },
  },
  'reads-all': {
    sentence: 'From 9 s on a query reads at least as many points as lie in its range.',
    measure: (trace) => share(trace, (read) => read >= 1),
  },
  'reads-few': {
    sentence: 'From 9 s on a query reads at most 30 % as many points and summaries as points lie in its range.',
    measure: (trace) => share(trace, (read) => read <= 0.3),
  },
  'takes-what-it-reads': {
    sentence:
      'From 9 s on the mean latency of a query is two trips, 300 µs and the work of what it reads, with at most 1 ms of waiting more.',
    measure(trace, values) {
      const asked = latencies(trace)
      const read = answersFrom(trace, SETTLED).map(({ takes }) => takes)
      const law = 2 * values.number('latency') + QUERY_BASE + mean(read)
      const measured = mean(asked)
      return {
        holds: asked.length > 0 && measured >= law - 100 && measured <= law + 1_000,
        measured: `${formatDuration(measured)} against ${formatDuration(law)}`,
      }
    },
  },
  'counter-falls': {
    sentence: 'The last value that is stored is lower than the one at the restart, so a plain difference is negative.',
    measure(trace) {
      const { times, values } = trace.fact(
        storeIndex(trace),
        'answer',
        trace.countBefore(7_500_000),
      ) as unknown as AnswerPicture
      const before = values[times.findLastIndex((time) => time < 6_000)] ?? 0
      const after = values.at(-1) ?? 0
      return { holds: after < before, measured: `${short(before)} before, ${short(after)} after` }
    },
  },
  'rate-holds': {
    sentence:
      'Every answered step grows by 225 a second, 4.5 for each of 50 scrapes, within four standard deviations of its 24 draws.',
    measure(trace) {
      const deviation = ((4 * LOT_DEVIATION) / Math.sqrt(24)) * SCRAPES
      const rates = [...Array(3).keys()].flatMap((index) => {
        const at = trace.countBefore(7_000_000 + index * 1_000_000)
        const picture = trace.fact(storeIndex(trace), 'answer', at) as unknown as AnswerPicture | null
        return (picture?.answers ?? []).filter((answer) => answer !== null)
      })
      const far = rates.filter((rate) => Math.abs(rate - 4.5 * SCRAPES) > deviation)
      const [least, most] = [Math.min(...rates), Math.max(...rates)]
      return {
        holds: rates.length > 20 && far.length === 0,
        measured: `${short(least)} to ${short(most)} a second in ${rates.length} steps`,
      }
    },
  },
}

/** The highest step of each answer while the spike lies in all ranges. */
function highestAnswer(trace: Trace, holds: (highest: number, least: number) => boolean): Verdict {
  const found = marksOf(trace, 'series/answered', SPIKE_SEEN.from)
    .filter(({ atMicros }) => atMicros < SPIKE_SEEN.to)
    .map(({ details }) => Number(details.highest))
  const [highest, least] = [Math.max(...found), Math.min(...found)]
  return {
    holds: found.length > 0 && holds(highest, least),
    measured: `highest steps from ${short(least)} to ${short(highest)} in ${found.length} answers`,
  }
}

/** What is read for each point in the range. */
function share(trace: Trace, holds: (read: number) => boolean): Verdict {
  const shares = answersFrom(trace, SETTLED).map(
    ({ points, summaries, rollups, inRange }) => (points + summaries + rollups) / inRange,
  )
  return {
    holds: shares.length > 0 && shares.every(holds),
    measured: `${short(mean(shares))} read for each point in range, in ${shares.length} queries`,
  }
}

/** Of the queries that were answered from 9 s on and have come back. */
export function latencies(trace: Trace): number[] {
  return marksOf(trace, 'series/answered', SETTLED)
    .map(({ request }) => latencyOf(trace, request))
    .filter(Number.isFinite)
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
