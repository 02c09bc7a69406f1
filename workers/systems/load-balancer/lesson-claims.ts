import type { Values } from '../../scenario/parameters'
import { percent } from '../../trace/figure-text'
import { countMarks } from '../../trace/marks'
import { countByNode, failuresByCause } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claims } from '../system'

export const FAULT_AT = 2_000_000
export const SECOND = 1_000_000

/** What the steps of the lesson say in numbers, beyond the claims of the presets. */
export const lessonClaims: Claims = {
  'fair-turns': {
    sentence: 'While all servers are alike, turns give each of them a quarter of the requests, within 1 %.',
    measure(trace, values) {
      const shares = serverShares(trace, values, 0, FAULT_AT)
      const holds = shares.every((share) => Math.abs(share - 1 / shares.length) < 0.01)
      return { holds, measured: shares.map(percent).join(', ') }
    },
  },
  'slow-takes-turns': {
    sentence: 'In the second after the slowdown the slow server still gets its even share, within 1 %.',
    measure(trace, values) {
      const share = serverShares(trace, values, FAULT_AT, FAULT_AT + SECOND)[1] ?? 0
      return { holds: Math.abs(share - 1 / values.number('servers')) < 0.01, measured: `s2 gets ${percent(share)}` }
    },
  },
  'slow-gets-less': {
    sentence: 'In the last second the slow server gets less than half of an even share.',
    measure(trace, values) {
      const share = serverShares(trace, values, trace.horizonMicros - SECOND)[1] ?? 0
      return { holds: share < 0.5 / values.number('servers'), measured: `s2 gets ${percent(share)}` }
    },
  },
  'fail-by-waiting': {
    sentence: 'Every request that fails ends after 1 s with its client’s patience, or at once at a full queue.',
    measure(trace, values) {
      const causes = failuresByCause(trace)
      const known = [...causes.keys()].every((cause) => cause === 'timeout' || cause === 'queue full')
      const listed = [...causes].map(([cause, count]) => `${count} by ${cause}`).join(', ')
      return { holds: causes.size > 0 && known && values.number('timeout') === SECOND, measured: listed }
    },
  },
  'nine-tenths-busy': {
    sentence: 'The work that is asked for is 90 % of what the servers can do.',
    measure(_, values) {
      const can = (values.number('servers') * values.number('workers') * SECOND) / values.number('work')
      const load = values.number('rps') / can
      return { holds: load === 0.9, measured: percent(load) }
    },
  },
  'health-stays-good': {
    sentence: 'No health probe takes a server out.',
    measure(trace) {
      const outages = countMarks(trace, 'health/out')
      return { holds: outages === 0, measured: `${outages} times` }
    },
  },
}

function serverShares(trace: Trace, values: Values, from: number, to = Number.POSITIVE_INFINITY): number[] {
  const counts = countByNode(trace, from, to)
  const asked = servers(values).map((name) => counts.get(name) ?? 0)
  const all = asked.reduce((sum, count) => sum + count, 0)
  return asked.map((count) => count / Math.max(1, all))
}

export function servers(values: Values): string[] {
  return Array.from({ length: values.number('servers') }, (_, index) => `s${index + 1}`)
}
