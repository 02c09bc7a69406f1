/** Claims about where a write goes. */
import { formatDuration } from '../../kernel/time'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims } from '../system'
import { ofApps, oldestAnswer, requestsOf, textOf } from './claims-measures'
import { NOTHING_LOST } from './meta-checks'

export const writeClaims: Claims = {
  'written-is-cached': {
    sentence: 'Fewer than one load follows for each ten writes: what was written is there already.',
    measure(trace) {
      const [loads, writes] = [ofApps(trace, 'loads'), countMarks(trace, 'write/through')]
      return { holds: writes > 50 && loads * 10 < writes, measured: `${loads} loads for ${writes} writes` }
    },
  },
  'old-for-a-while': {
    sentence: 'Values are answered that were replaced more than 300 ms before.',
    measure(trace) {
      const { micros } = oldestAnswer(trace)
      return { holds: micros > 300_000, measured: formatDuration(micros) }
    },
  },
  coalesced: {
    sentence: 'The database gets at most one write for each five that were acknowledged.',
    measure(trace) {
      const [behind, flushed] = [countMarks(trace, 'write/behind'), countMarks(trace, 'flush/wrote')]
      return { holds: flushed > 0 && flushed * 5 <= behind, measured: `${flushed} for ${behind}` }
    },
  },
  'writes-are-quick': {
    sentence: 'Half of the writes are acknowledged within 6 ms; a query takes 20 ms.',
    measure(trace) {
      const times = requestsOf(trace, 'PUT')
        .filter(({ cause, endMicros }) => cause === '' && endMicros < Number.POSITIVE_INFINITY)
        .map(({ startMicros, endMicros }) => endMicros - startMicros)
        .sort((a, b) => a - b)
      const median = times[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY
      return { holds: median <= 6_000, measured: formatDuration(median) }
    },
  },
  'window-lost': {
    sentence:
      'Between the last flush and the crash at least five writes were acknowledged, and a check finds one of them gone.',
    measure(trace) {
      const lost = inWindow(trace)
      const breach = trace.breaches.some(({ check }) => check === NOTHING_LOST)
      return { holds: breach && lost >= 5, measured: `${lost} writes in the window` }
    },
  },
  'nothing-lost': {
    sentence: 'As many writes stood in the window, and every one of them is there after the restart.',
    measure(trace) {
      const lost = trace.breaches.some(({ check }) => check === NOTHING_LOST)
      const back = firstMark(trace, 'redis/recovered') !== null
      return { holds: back && !lost && inWindow(trace) >= 5, measured: `${inWindow(trace)} writes, none lost` }
    },
  },
}

/** Writes that were acknowledged after the last flush before the crash. */
function inWindow(trace: Trace): number {
  const crash = firstMark(trace, 'node/crashed')?.atMicros ?? 0
  const flush = marksOf(trace, 'flush/wrote', 0, crash).at(-1)?.atMicros ?? 0
  return marksOf(trace, 'write/behind', flush, crash).filter((mark) => textOf(mark, 'value') !== '').length
}
