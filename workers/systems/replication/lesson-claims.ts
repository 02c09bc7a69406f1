import { formatDuration } from '../../kernel/time'
import { firstMark } from '../../trace/marks'
import type { Claims } from '../system'
import { firstCrash } from './claims-measures'

/** Claims that only the lesson makes: what its texts say of settings and scripts. */
export const lessonClaims: Claims = {
  'two-of-twelve': {
    sentence: 'Two applications write twelve times a second each.',
    measure(_, values) {
      const [apps, writes] = [values.number('apps'), values.number('writes')]
      return { holds: apps === 2 && writes === 12, measured: `${apps} applications, ${writes} writes a second each` }
    },
  },
  'cut-off-before-crash': {
    sentence: 'n2 is cut off from n1 for a second and a half when n1 dies.',
    measure(trace) {
      const time = (firstCrash(trace)?.atMicros ?? 0) - (firstMark(trace, 'link/cut')?.atMicros ?? 0)
      return { holds: time === 1_500_000, measured: `${formatDuration(Math.max(0, time))} before the crash` }
    },
  },
  'fifty-writes': {
    sentence: 'The applications write 50 times a second in all, and n1 ships its log every 200 ms.',
    measure(_, values) {
      const [rate, ship] = [values.number('apps') * values.number('writes'), values.number('ship')]
      return { holds: rate === 50 && ship === 200_000, measured: `${rate} a second, every ${formatDuration(ship)}` }
    },
  },
  'dies-before-shipping': {
    sentence: 'n1 dies 190 ms after it last shipped its log.',
    measure(trace, values) {
      const since = (firstCrash(trace)?.atMicros ?? 0) % Math.max(1, values.number('ship'))
      return { holds: since === 190_000, measured: `${formatDuration(since)} after it` }
    },
  },
  'patient-for-300': {
    sentence: 'n1 waits at most 300 ms for a confirmation, and dies one second after it was cut off.',
    measure(trace, values) {
      const time = (firstCrash(trace)?.atMicros ?? 0) - (firstMark(trace, 'link/cut')?.atMicros ?? 0)
      return {
        holds: values.number('alone') === 300_000 && time === 1_000_000,
        measured: `${formatDuration(values.number('alone'))}; it dies ${formatDuration(Math.max(0, time))} after the cut`,
      }
    },
  },
  'stores-in-thirty': {
    sentence: 'A replica needs 30 ms on average to store what it is sent, and any replica may be asked.',
    measure(_, values) {
      const [apply, reads] = [values.number('apply'), values.text('reads')]
      return { holds: apply === 30_000 && reads === 'any', measured: `${formatDuration(apply)}; reads ask: ${reads}` }
    },
  },
}
