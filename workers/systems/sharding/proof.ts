import { stayingFraction } from '../../algorithms/hashing/modulo'
import { marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atMost, exactly, type Law, notHere, type Proof, within } from '../law'
import { isQuery, meanOf, moveOf } from './claims-measures'

/** Four standard deviations of a share of so many keys. */
function fourSigma(share: number, keys: number): number {
  return 4 * Math.sqrt((share * (1 - share)) / keys)
}

const laws: readonly Law[] = [
  {
    id: 'modulo-moves',
    name: 'From n to n + 1 shards, modulo keeps one key in n + 1',
    formula: 'share that stays = min(n, m) / lcm(n, m)',
    source: 'number theory: the remainders of a hash by n and by m agree for min(n, m) of lcm(n, m) values',
    tolerance: 'four standard deviations of a share of so many keys',
    measure(trace, values, { variant }) {
      if (variant !== 'hash') return notHere('The keys are not placed by the remainder of a mixing hash.')
      const move = moveOf(trace)
      if (move === null || move.isLeaving) return notHere('No shard joins.')
      const shards = values.number('shards')
      const law = 1 - stayingFraction(shards, shards + 1)
      return within(move.share, law, fourSigma(law, move.keys), '%')
    },
  },
  {
    id: 'fair-share',
    name: 'On a ring or with slots a shard that joins takes its fair share, and one that leaves gives it',
    formula: 'share that moves = 1 / n, of the n shards with the one that moves',
    source:
      'Karger et al., “Consistent Hashing and Random Trees”, STOC 1997: monotonicity and balance; Redis Cluster specification',
    tolerance: 'four standard deviations: of a share of so many keys and, on a ring, of the arcs of V points',
    measure(trace, values, { variant }) {
      if (variant !== 'ring' && variant !== 'slots') return notHere('The keys are not on a ring or in slots.')
      const move = moveOf(trace)
      if (move === null) return notHere('No shard joins or leaves.')
      const n = values.number('shards') + (move.isLeaving ? 0 : 1)
      const arcs = variant === 'ring' ? Math.sqrt((n - 1) / (n * values.number('points') + 1)) / n : 0
      // Of slots all keys of one tag move together.
      const lots = variant === 'slots' && values.text('keys') === 'carts' ? move.keys / 3 : move.keys
      return within(move.share, 1 / n, fourSigma(1 / n, lots) + 4 * arcs, '%')
    },
  },
  {
    id: 'rows-kept',
    name: 'Every row that is to move stands at its new shard before the cut-over',
    formula: 'rows compared at both homes = keys whose shard changes',
    source: 'conservation; live resharding by dual writes and backfill',
    tolerance: 'exact, for a live move of rows that were all there at its start',
    measure(trace, values) {
      if (values.text('migration') !== 'live' || values.text('keys') !== 'users')
        return notHere('No live move of a fixed set of rows.')
      const compared = marksOf(trace, 'shard/verified')[0]
      const move = moveOf(trace)
      if (move === null || compared === undefined) return notHere('No live move ends in this run.')
      return exactly(Number(compared.details.rows), move.moved, 'rows')
    },
  },
  {
    id: 'slowest-of-n',
    name: 'A query to n shards takes as long as the slowest of n',
    formula: 'E[max of n exponential times] = mean · (1 + 1/2 + … + 1/n)',
    source: 'order statistics of the exponential law: Rényi, “On the theory of order statistics”, 1953',
    tolerance: 'four standard errors of the mean, and 5 % for the waiting that the law leaves out',
    measure(trace, values, { variant, script }) {
      const isFree = values.text('work-spread') === 'exponential' && values.number('latency') === 0
      if (!isFree || values.number('queries') < 100 || variant === 'guide-range')
        return notHere('It is measured where all requests are queries without a key, on links without latency.')
      const work = values.number('work')
      const busy = (values.number('rps') * work) / 1_000_000 / values.number('workers')
      if (busy > 0.1 || script.length > 0) return notHere('Shards are busy or disturbed.')
      const n = values.number('shards')
      let [law, variance] = [0, 0]
      for (let k = 1; k <= n; k++) {
        law += work / k
        variance += (work / k) * (work / k)
      }
      const queries = trace.requestsEnded(trace.events)
      if (queries < 30) return notHere('There are too few queries.')
      const mean = meanOf(trace, (request) => isQuery(trace, request))
      return within(mean, law, 4 * Math.sqrt(variance / queries) + 0.05 * law, 'µs')
    },
  },
  {
    id: 'binary-search',
    name: 'A range is found in as many comparisons as the number of ranges has binary digits',
    formula: 'comparisons ≤ ⌈log₂ ranges⌉',
    source: 'Knuth, “The Art of Computer Programming” vol. 3, §6.2.1, algorithm B',
    tolerance: 'exact, for every look-up',
    measure(trace, values, { variant }) {
      if (variant !== 'range') return notHere('There are no ranges to search.')
      const looked = marksOf(trace, 'shard/routed').map(({ details }) => Number(details.looked))
      if (looked.length === 0) return notHere('No key is looked up.')
      const ranges = values.number('shards') + changed(trace)
      let digits = 0
      while (1 << digits < ranges) digits++
      return atMost(Math.max(...looked), digits, 'comparisons')
    },
  },
]

const proof: Proof = {
  modelled: [
    'databases with rows, versions and a log behind workers and a bounded queue',
    'a router with one map of keys: modulo, ring, Redis Cluster slots, half-open ranges, and the two ways of the guide',
    'a shard that joins or leaves, a range that is split or merged: at once, by copy, or live with writes to both, a copy in batches, comparison, cut-over, a time in which it can be taken back, and clean-up',
    'queries without a key that go to every shard, or to one where order or a hash tag keeps rows together',
  ],
  leftOut: [
    'transactions over several shards and secondary indexes',
    'several routers that learn of a new map at different times',
    'replicas of a shard (see Replication and failover)',
  ],
  laws,
}

export default proof

/** How many changes of the map there are at most: each makes one range more at most. */
function changed(trace: Trace): number {
  return marksOf(trace, ['shard/cut-over', 'shard/switched']).length
}
