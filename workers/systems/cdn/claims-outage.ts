import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { firstMark, gaugePeak, marksOf } from '../../trace/marks'
import { failuresByCause } from '../../trace/measure'
import type { Claims } from '../system'
import { answersOf, hitShare, medianTook, requestsTo } from './claims-measures'

/** Outages and crowds. */
export const outageClaims: Claims = {
  rerouted: {
    sentence: 'Tokyo goes to Frankfurt within half a second and 100 ms of the crash, and nothing fails from then on.',
    measure(trace, values) {
      const crash = firstMark(trace, 'node/crashed')?.atMicros ?? Number.NaN
      const routed = marksOf(trace, 'cdn/routed', crash).find(({ details }) => details.edge === 'frankfurt')
      const after = (routed?.atMicros ?? Number.NaN) - crash
      const late = [...failuresByCause(trace, crash + values.number('detect') + 300_000).values()].reduce(
        (a, b) => a + b,
        0,
      )
      return {
        holds: after <= values.number('detect') + 100_000 && late === 0,
        measured: `after ${formatDuration(after)}; ${late} failures later`,
      }
    },
  },
  farther: {
    sentence: 'Hits of Tokyo take at least one and a half times as long from Frankfurt as from Singapore.',
    measure(trace) {
      const hits = (edge: string) =>
        medianTook(answersOf(trace).filter((answer) => answer.city === 'tokyo' && answer.edge === edge && answer.isHit))
      const [near, far] = [hits('singapore'), hits('frankfurt')]
      return { holds: far >= 1.5 * near, measured: `median ${formatDuration(near)}, then ${formatDuration(far)}` }
    },
  },
  'cold-again': {
    sentence: 'In the second after its restart Singapore has fewer hits than in the second before its crash.',
    measure(trace) {
      const crash = firstMark(trace, 'node/crashed')?.atMicros ?? 0
      const back = firstMark(trace, 'cdn/announced')?.atMicros ?? Number.NaN
      const own = (from: number, to: number) =>
        hitShare(answersOf(trace, from, to).filter(({ edge }) => edge === 'singapore'))
      const [before, after] = [own(crash - 1_000_000, crash), own(back, back + 1_000_000)]
      return { holds: after < before, measured: `${percent(before)}, then ${percent(after)}` }
    },
  },
  'dns-lags': {
    sentence:
      'Requests of Tokyo fail for longer than the outage takes to be noticed, but not longer than that and the life of a DNS answer.',
    measure(trace, values) {
      const crash = firstMark(trace, 'node/crashed')?.atMicros ?? 0
      const last = marksOf(trace, 'client/failed', crash).at(-1)?.atMicros ?? Number.NaN
      const after = last - crash
      const [detect, ttl] = [values.number('detect'), values.number('dns-ttl')]
      return {
        holds: after > detect && after <= detect + ttl + 200_000,
        measured: `up to ${formatDuration(after)} after the crash`,
      }
    },
  },
  'queue-grows': {
    sentence: 'More than 50 requests wait at Singapore, and Frankfurt never has more than 5 waiting.',
    measure(trace) {
      const [full, idle] = [gaugePeak(trace, 'singapore', 'queue'), gaugePeak(trace, 'frankfurt', 'queue')]
      return { holds: full > 50 && idle <= 5, measured: `${full} and ${idle}` }
    },
  },
  'spills-over': {
    sentence:
      'A part of Tokyo, between a tenth and two thirds, is served from Frankfurt, and at Singapore never more than 60 wait.',
    measure(trace) {
      const late = answersOf(trace, 2_500_000).filter(({ city }) => city === 'tokyo')
      const share = late.filter(({ edge }) => edge === 'frankfurt').length / late.length
      const full = gaugePeak(trace, 'singapore', 'queue')
      return { holds: share > 0.1 && share < 2 / 3 && full <= 60, measured: `${percent(share)}; at most ${full} wait` }
    },
  },
  'stale-stands-in': {
    sentence: 'In the last 3 s no request fails, and every answer was older than its time to live.',
    measure(trace, values) {
      const late = answersOf(trace, trace.heldMicros - 3_000_000)
      const failed = late.filter(({ status }) => status >= 500).length
      const stale = late.filter(({ ageMicros }) => ageMicros > values.number('ttl') * 1_000_000).length
      return {
        holds: late.length > 100 && failed === 0 && stale === late.length,
        measured: `${stale} of ${late.length} stale, ${failed} failed`,
      }
    },
  },
  'all-expires': {
    sentence: 'From one time to live and 500 ms after the crash on, every request fails.',
    measure(trace, values) {
      const crash = firstMark(trace, 'node/crashed')?.atMicros ?? Number.NaN
      const late = answersOf(trace, crash + values.number('ttl') * 1_000_000 + 500_000)
      const failed = late.filter(({ status }) => status >= 500).length
      return { holds: late.length > 50 && failed === late.length, measured: `${failed} of ${late.length}` }
    },
  },
  'beyond-permission': {
    sentence: 'In the last second no request for a known page fails, and every answer is older than the origin allows.',
    measure(trace, values) {
      const late = answersOf(trace, trace.heldMicros - 1_000_000)
      const old = late.filter(({ ageMicros }) => ageMicros > values.number('ttl') * 1_000_000).length
      return { holds: late.length > 20 && old === late.length, measured: `${old} of ${late.length}` }
    },
  },
  'falls-back': {
    sentence: 'Edges turn to the other parent, and from one second after the crash on no request fails.',
    measure(trace) {
      const crash = firstMark(trace, 'node/crashed')?.atMicros ?? Number.NaN
      const turns = marksOf(trace, 'http-cache/falls-back', crash).length
      const failed = answersOf(trace, crash + 1_000_000).filter(({ status }) => status >= 400).length
      const asked = requestsTo(trace, 'parent-2', crash).length
      return { holds: turns > 5 && failed === 0 && asked > 0, measured: `${turns} times; ${failed} fail` }
    },
  },
}
