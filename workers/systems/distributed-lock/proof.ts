import { marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atLeast, atMost, exactly, type Law, notHere, type Proof } from '../law'
import { holdings, longestOverlap, numberOf } from './claims-measures'

const laws: readonly Law[] = [
  {
    id: 'fencing',
    name: 'Accepted tokens never fall',
    formula: 'token of an accepted write ≥ every token accepted before',
    source:
      'Kleppmann, “How to do distributed locking” (2016); Burrows, “The Chubby lock service”, OSDI 2006, sequencers',
    tolerance: 'exact, for every write',
    measure(trace, _, { variant }) {
      if (variant !== 'fenced') return notHere('The account looks at no token.')
      return exactly(falls(trace), 0, 'writes')
    },
  },
  {
    id: 'validity',
    name: 'A Redlock is valid for its lease less the time of asking and the drift',
    formula: 'validity = lease − elapsed − (lease / 100 + 2 ms)',
    source: 'Redis documentation, “Distributed Locks with Redis”, the Redlock algorithm; redlock-rb, redlock for Node',
    tolerance: 'exact, for the sum over all locks given',
    measure(trace, values, { variant }) {
      if (variant !== 'redlock') return notHere('There is one server.')
      const given = marksOf(trace, 'redlock/majority')
      if (given.length === 0) return notHere('The lock is never given.')
      const lease = values.number('lease')
      const drift = Math.round(lease / 100) + 2_000
      const law = given.reduce((sum, mark) => sum + lease - numberOf(mark, 'elapsed') - drift, 0)
      return exactly(
        given.reduce((sum, mark) => sum + numberOf(mark, 'validity'), 0),
        law,
        'µs',
      )
    },
  },
  {
    id: 'majorities',
    name: 'Two majorities share a server',
    formula: 'votes > n / 2 for every lock given',
    source: 'Gifford, “Weighted Voting for Replicated Data”, SOSP 1979: quorums intersect',
    tolerance: 'exact, for every lock given',
    measure(trace, _, { variant }) {
      if (variant !== 'redlock') return notHere('There is one server.')
      const votes = marksOf(trace, 'redlock/majority').map((mark) => numberOf(mark, 'votes'))
      if (votes.length === 0) return notHere('The lock is never given.')
      return atLeast(Math.min(...votes), 3, 'votes')
    },
  },
  {
    id: 'one-at-a-time',
    name: 'What is done under one lock is done one after the other',
    formula: 'Σ time held ≤ time of the run',
    source: 'mutual exclusion: Dijkstra, “Solution of a Problem in Concurrent Programming Control”, CACM 8 (1965)',
    tolerance: 'exact, where no two held it at once',
    measure(trace) {
      if (longestOverlap(trace).micros > 0) return notHere('Two workers hold the lock at once: a check shows it.')
      const held = holdings(trace).reduce((sum, { from, to }) => sum + to - from, 0)
      return atMost(held, trace.heldMicros, 'µs')
    },
  },
]

const proof: Proof = {
  modelled: [
    'workers that read, compute and write back under a lock, and can stand still, crash or be cut off',
    'the lock by SET NX PX, scripts that release and renew it, tokens, a watchdog, Redlock over five servers',
    'a Redis with real commands, its own clock that can be set, asynchronous replication and failover',
  ],
  leftOut: [
    'locks that a holder may take twice (a parameter shows what happens without)',
    'election of the replica that takes over: an action does it',
    'locks of ZooKeeper and etcd',
  ],
  laws,
}

export default proof

/** Accepted writes with a token below one that was accepted before. */
function falls(trace: Trace): number {
  let [highest, count] = [0, 0]
  for (const mark of marksOf(trace, ['account/wrote', 'account/overwrote'])) {
    const token = numberOf(mark, 'token')
    if (token < highest) count++
    highest = Math.max(highest, token)
  }
  return count
}
