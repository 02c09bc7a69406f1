import { formatDuration } from '../../kernel/time'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import type { Claims } from '../system'
import { acceptedBy, countsText, firstFailover, lostWrites, numberOf, roleAtEnd, textOf } from './claims-measures'

const END = Number.POSITIVE_INFINITY

/** Who becomes primary, and who else still believes to be it. */
export const failoverClaims: Claims = {
  'two-accept': {
    sentence: 'After the failover two nodes accept at least ten writes each, in one epoch.',
    measure(trace) {
      const promoted = firstMark(trace, 'guide/promoted')?.atMicros ?? END
      const counts = acceptedBy(trace, promoted)
      const busy = [...counts.values()].filter((count) => count >= 10)
      return { holds: busy.length === 2, measured: countsText(counts) }
    },
  },
  'both-promote': {
    sentence: 'Each application promotes another node, and each of the two accepts at least ten writes in one epoch.',
    measure(trace) {
      const promoted = marksOf(trace, 'guide/promoted').map((mark) => textOf(mark, 'node'))
      const counts = acceptedBy(trace, firstMark(trace, 'guide/promoted')?.atMicros ?? END)
      const isBusy = promoted.every((node) => (counts.get(node) ?? 0) >= 10)
      return { holds: promoted.length === 2 && new Set(promoted).size === 2 && isBusy, measured: countsText(counts) }
    },
  },
  'two-call-themselves-primary': {
    sentence: 'In the end n1 and n2 both call themselves primary, and n1 has taken no write since it is back.',
    measure(trace) {
      const back = firstMark(trace, 'node/restarted')?.atMicros ?? END
      const roles = ['n1', 'n2', 'n3'].map((name) => roleAtEnd(trace, name))
      const counts = acceptedBy(trace, back)
      return {
        holds: roles.join() === 'primary,primary,replica' && !counts.has('n1') && (counts.get('n2') ?? 0) >= 10,
        measured: `${roles.join(', ')}; writes since: ${countsText(counts)}`,
      }
    },
  },
  'reads-stand-still': {
    sentence: 'From the failover on every read is answered by n3, at the position at which n1 died.',
    measure(trace) {
      const promoted = firstMark(trace, 'guide/promoted')?.atMicros ?? END
      const reads = marksOf(trace, 'read/found', promoted + 50_000)
      const places = new Set(reads.map((mark) => `${textOf(mark, 'node')} at ${numberOf(mark, 'position')}`))
      return {
        holds: reads.length >= 50 && places.size === 1,
        measured: `${reads.length} reads: ${[...places].join(', ')}`,
      }
    },
  },
  'one-accepts': {
    sentence: 'After n1 has stepped down, only n2 or n3 accepts writes: at least ten, and n1 none.',
    measure(trace) {
      const down = firstMark(trace, 'primary/stepped-down')?.atMicros ?? END
      const counts = acceptedBy(trace, down)
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
      return { holds: counts.size === 1 && !counts.has('n1') && total >= 10, measured: countsText(counts) }
    },
  },
  'old-steps-down': {
    sentence:
      'A replica that has promised the new epoch refuses the log of n1, which steps down for that: within 100 ms of being taken for dead, and before another node is primary.',
    measure(trace) {
      const suspected = firstMark(trace, 'monitor/suspected')
      const down = marksOf(trace, 'primary/stepped-down').find((mark) => textOf(mark, 'node') === 'n1')
      const over = firstFailover(trace, suspected?.atMicros ?? END)
      if (suspected === null || down === undefined || over === null)
        return { holds: false, measured: 'n1 does not step down for another' }
      const [after, before] = [down.atMicros - suspected.atMicros, over.atMicros - down.atMicros]
      const isFenced = textOf(down, 'why') === 'from a replica'
      return {
        holds: isFenced && after >= 0 && after <= 100_000 && before > 0,
        measured: `${formatDuration(Math.max(0, after))} after it; ${textOf(over, 'node')} is primary ${formatDuration(Math.max(0, before))} later`,
      }
    },
  },
  'off-before-another': {
    sentence: 'n1 is switched off before another is primary, and nothing that it acknowledges comes after that.',
    measure(trace) {
      const off = firstMark(trace, 'power/off')?.atMicros ?? END
      const over = firstFailover(trace, 0)?.atMicros ?? END
      const late = marksOf(trace, 'primary/wrote', over).filter((mark) => textOf(mark, 'node') === 'n1').length
      const ghosts = countMarks(trace, 'write/lost')
      return {
        holds: off < over && over < END && late === 0 && ghosts === 0,
        measured: `${formatDuration(Math.max(0, Math.min(over, trace.horizonMicros) - off))} before it; ${late} writes at n1 after it`,
      }
    },
  },
  'no-failover-unless-off': {
    sentence:
      'Nobody takes over, app-2 can write nothing for a second, and n1 accepts at least ten writes of app-1 alone.',
    measure(trace) {
      const first = firstMark(trace, 'monitor/not-shot')?.atMicros ?? END
      const told = marksOf(trace, 'write/acknowledged', first)
      const [one, two] = ['app-1', 'app-2'].map((app) => told.filter((mark) => textOf(mark, 'app') === app).length)
      return {
        holds: countMarks(trace, 'primary/took-over') === 0 && (one ?? 0) >= 10 && two === 0 && first < END,
        measured: `${one} writes of app-1 are acknowledged after it, ${two} of app-2`,
      }
    },
  },
  'every-write-throws': {
    sentence: 'From the moment at which both objects know that n1 is ill until it is back every write fails at once.',
    measure(trace) {
      const back = firstMark(trace, 'node/restarted')?.atMicros ?? 0
      const known = Math.max(...marksOf(trace, 'guide/view', 0, back).map(({ atMicros }) => atMicros), 0)
      const thrown = marksOf(trace, 'write/failed', known, back).filter((mark) =>
        textOf(mark, 'cause').includes('not available'),
      )
      const done = countMarks(trace, 'write/acknowledged', known + 1, back)
      return {
        holds: known > 0 && thrown.length >= 20 && done === 0 && countMarks(trace, 'guide/promoted') === 0,
        measured: `${thrown.length} writes throw in ${formatDuration(back - known)}, ${done} are done`,
      }
    },
  },
  'reads-ill-primary': {
    sentence: 'At least twenty reads are sent to a primary that is known to be ill, and every one of them fails.',
    measure(trace) {
      const first = firstMark(trace, 'guide/ill-primary')
      const sent = countMarks(trace, 'guide/ill-primary')
      const found = countMarks(trace, 'read/found', (first?.atMicros ?? 0) + 1)
      return { holds: sent >= 20 && found === 0, measured: `${sent} reads, ${found} of them find something` }
    },
  },
  'cut-off-promoted': {
    sentence: 'The promoted node says lag 0, and its log ends at least ten positions before that of the other replica.',
    measure(trace) {
      const promoted = firstMark(trace, 'guide/promoted')
      const over = firstMark(trace, 'primary/took-over')
      if (promoted === null || over === null) return { holds: false, measured: 'nobody is promoted' }
      const other = marksOf(trace, 'replica/stored', 0, over.atMicros).filter((mark) => textOf(mark, 'node') === 'n3')
      const behind = numberOf(other.at(-1) ?? over, 'position') - numberOf(over, 'position')
      return {
        holds: numberOf(promoted, 'lag') === 0 && behind >= 10,
        measured: `${textOf(promoted, 'node')} with lag ${numberOf(promoted, 'lag')} ms, ${behind} positions behind n3`,
      }
    },
  },
  'furthest-promoted': {
    sentence:
      'n3 is chosen, whose log goes at least ten positions further than that of n2, and at most two writes are lost.',
    measure(trace) {
      const chosen = firstMark(trace, 'monitor/chosen')
      if (chosen === null) return { holds: false, measured: 'nobody is chosen' }
      const other = Number(/(\d+) of n2/.exec(textOf(chosen, 'others'))?.[1] ?? Number.NaN)
      const further = numberOf(chosen, 'position') - other
      return {
        holds: textOf(chosen, 'node') === 'n3' && further >= 10 && lostWrites(trace) <= 2,
        measured: `${textOf(chosen, 'node')}, ${further} positions further; ${lostWrites(trace)} lost`,
      }
    },
  },
}
