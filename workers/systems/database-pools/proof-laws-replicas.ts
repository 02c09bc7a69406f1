import { exp } from '../../kernel/maths'
import { gaugeBefore, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atMost, exactly, type Law, notHere, within } from '../law'
import { lagsOf } from './claims-lag'
import { namesOf, numberOf } from './claims-measures'

/** Laws of replicas that follow a log. */
export const replicaLaws: readonly Law[] = [
  {
    id: 'lag',
    name: 'Who looks before the log has come finds the old row',
    formula: 'P(stale) = P(pause + read < lag − way), averaged over the lag of every write; pause and read exponential',
    source:
      'the distribution of a sum of two exponentials: Feller, An Introduction to Probability Theory II, section I.6',
    tolerance: 'four standard deviations of the share, and 3 points for reads that share cores',
    measure(trace, values, { variant }) {
      const replicas = namesOf(trace, 'replica')
      if (replicas.length === 0 || !values.flag('look')) return notHere('Nobody looks at a replica for what was saved.')
      if (variant === 'replicas' && values.text('routing') === 'position')
        return notHere('Reads go where the write is known to be.')
      if (values.text('sizes') !== 'exponential') return notHere('Work is not exponential.')
      const looks = gaugeBefore(trace, 'users', 'looks')
      if (looks < 30) return notHere('Fewer than thirty look: too few for a share.')
      const way = 4 * values.number('latency') + values.number('hold')
      const law = expectedStale(trace, replicas, way, values.number('look-time'), values.number('work'))
      const tolerance = 4 * Math.sqrt((law * (1 - law)) / looks) + 0.03
      return within(gaugeBefore(trace, 'users', 'stale') / looks, law, tolerance, '%')
    },
  },
  {
    id: 'own-writes',
    name: 'A read that is routed by position finds its write',
    formula: 'position of the answering log ≥ position of the own write',
    source: 'Terry and others, “Session Guarantees for Weakly Consistent Replicated Data”, PDIS 1994: read your writes',
    tolerance: 'exact, for every look',
    measure(trace, values, { variant }) {
      if (variant !== 'replicas' || values.text('routing') !== 'position') return notHere('Reads take turns.')
      if (gaugeBefore(trace, 'users', 'looks') === 0) return notHere('Nobody looks at what was saved.')
      return atMost(gaugeBefore(trace, 'users', 'stale'), 0, 'stale reads')
    },
  },
  {
    id: 'every-write-everywhere',
    name: 'A replica repeats every write',
    formula: 'replayed + still behind ≥ written, for each replica',
    source: 'Gray and others, “The Dangers of Replication and a Solution”, SIGMOD 1996: replicas do not scale writes',
    tolerance: 'exact, at the end of the run',
    measure(trace) {
      const replicas = namesOf(trace, 'replica')
      const written = gaugeBefore(trace, 'primary', 'position')
      if (replicas.length === 0 || written === 0) return notHere('Nothing is replicated.')
      const missing = replicas.map(
        (name) => written - gaugeBefore(trace, name, 'position') - gaugeBefore(trace, 'primary', `lag ${name}`),
      )
      return exactly(Math.max(0, ...missing), 0, 'writes missing')
    },
  },
]

/** The share of looks that should be stale, from how long each write really took to each replica. */
function expectedStale(trace: Trace, replicas: readonly string[], way: number, pause: number, work: number): number {
  const saved = new Set(marksOf(trace, ['session/stale', 'session/fresh']).map((mark) => numberOf(mark, 'saved')))
  let [sum, count] = [0, 0]
  for (const name of replicas)
    for (const [position, lag] of lagsOf(trace, name)) {
      if (!saved.has(position)) continue
      sum += sumIsBelow(lag - way, pause, work)
      count++
    }
  return count === 0 ? 0 : sum / count
}

/** The probability that two exponential times with these means come to less than x together. */
function sumIsBelow(x: number, mean: number, other: number): number {
  if (x <= 0) return 0
  if (mean === other) return 1 - (1 + x / mean) * exp(-x / mean)
  return 1 - (mean * exp(-x / mean) - other * exp(-x / other)) / (mean - other)
}
