import { stayingFraction } from '../../algorithms/hashing/modulo'
import { slotCount } from '../../algorithms/hashing/redis-slots'
import { countMarks, firstMark, gaugePeak, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atMost, between, exactly, type Law, notHere, type Proof, within } from '../law'
import { asked, firstMissShare, HOT_KEY, SECOND } from './claims-measures'
import { missSpike, stampede } from './claims-spike'

const laws: readonly Law[] = [
  {
    id: 'moved-share',
    name: 'A ring gives up the share of the node that left, modulo nearly everything',
    formula: 'ring: 1 / n; modulo: 1 − min(n, n − 1) / lcm(n, n − 1)',
    source: 'Karger et al., “Consistent Hashing and Random Trees”, STOC 1997; number theory for the remainders',
    tolerance: 'four standard deviations of a share of so many keys and, on a ring, of the arcs of 128 points',
    measure(trace, values, { variant }) {
      const mark = firstMark(trace, 'fleet/remapped')
      if (mark === null || variant === 'guide') return notHere('No keys move by a mixing hash.')
      const n = values.number('caches')
      const keys = Number(mark.details.keys)
      const law = variant === 'ring' ? 1 / n : 1 - stayingFraction(n, n - 1)
      const arcs = variant === 'ring' ? (4 * Math.sqrt((n - 1) / (n * 128 + 1))) / n : 0
      return within(Number(mark.details.share), law, 4 * Math.sqrt((law * (1 - law)) / keys) + arcs, '%')
    },
  },
  {
    id: 'miss-share',
    name: 'The spike of misses is as high as the share of the keys that moved',
    formula: 'keys that miss the first time / keys asked for = keys that moved / keys',
    source: 'conservation: a key misses once at a home that has never seen it',
    tolerance: 'four standard deviations of a share of the keys that were asked for',
    measure(trace) {
      const mark = firstMark(trace, 'fleet/remapped')
      const first = firstMissShare(trace)
      if (mark === null || first === null) return notHere('No keys move.')
      if (marksOf(trace, 'fleet/returned').length > 0) return notHere('Keys move more than once.')
      const { share, keys } = first
      if (keys < 50) return notHere('Too few keys are asked for.')
      const law = Number(mark.details.share)
      return within(share, law, 4 * Math.sqrt((law * (1 - law)) / keys), '%')
    },
  },
  {
    id: 'spike-height',
    name: 'A spike of misses is as high as the moved share of the reads, and falls as keys come back',
    formula: 'misses in t after the move = Σ over moved keys of 1 − e^(−λt); at the first moment Σ λ a second',
    source: 'first arrivals of independent Poisson processes, one a key; the moved keys are those of the placement',
    tolerance: 'four standard deviations of so many first arrivals, in the 200 ms after the move',
    measure(trace, values, { variant }) {
      const spike = missSpike(trace, values, variant)
      if (spike === null) return notHere('No keys move, or not for both applications within 200 ms.')
      if (values.text('arrivals') !== 'poisson') return notHere('Arrivals are no Poisson process.')
      return within(spike.rate, spike.law, 4 * spike.deviation, 'misses a second')
    },
  },
  {
    id: 'stampede-loads',
    name: 'When a key ends, one load with leases; without, one and all who come meanwhile',
    formula: 'with leases 1; without 1 + λ · time of a load',
    source: 'Nishtala et al., “Scaling Memcache at Facebook”, NSDI 2013, §3.2.1; arrivals of a Poisson process',
    tolerance:
      'with leases exact; without four standard deviations of the arrivals in the time that the load took, and one',
    measure(trace, values) {
      const found = values.number('hot') > 0 ? stampede(trace, values) : null
      if (found === null) return notHere('item:1 does not end, or is written.')
      if (values.flag('leases')) return exactly(found.loads, 1, 'loads')
      return within(found.loads, 1 + found.reads, 4 * Math.sqrt(found.reads) + 1, 'loads')
    },
  },
  {
    id: 'memory-bound',
    name: 'Entries never take more than the memory has',
    formula: 'Σ (row + key + 56 bytes) ≤ memory',
    source: 'memcached, items.c: what an item takes beside its key and value',
    tolerance: 'exact, the fullest node at its fullest',
    measure(trace, values) {
      const peaks = trace.topology.nodes.map(({ name }) => gaugePeak(trace, name, 'bytes'))
      return atMost(Math.max(...peaks), 1_000 * values.number('memory'), 'bytes')
    },
  },
  {
    id: 'slots-shared',
    name: 'Who joins a cluster gets an equal share of the slots, and all others keep theirs',
    formula: 'slots of each of n + 1 = 16,384 / (n + 1), to one',
    source: 'redis-cli --cluster rebalance; CLUSTER KEYSLOT of a real server gives every key the slot it has here',
    tolerance: 'one slot, for the node that joined',
    measure(trace, values) {
      const failed = countMarks(trace, 'cluster/hand-over-failed')
      const last = marksOf(trace, 'cluster/handed-over').at(-1)
      if (last === undefined || failed > 0) return notHere('No node joins.')
      return within(Number(last.details.total), slotCount / (values.number('caches') + 1), 1, 'slots')
    },
  },
  {
    id: 'failover-time',
    name: 'A copy takes over after the probes that must fail and an election',
    formula: '(fall − 1) · interval ≤ time ≤ fall · (interval + timeout) + 1.5 · interval + 4 latencies',
    source: 'Redis Cluster specification, “Replica election and promotion”, with the delays of this model',
    tolerance: 'exact bounds; the law is the middle',
    measure(trace, values) {
      const crashed = firstMark(trace, 'node/crashed')
      const mark = firstMark(trace, 'cluster/promoted')
      if (crashed === null || mark === null) return notHere('No copy takes over after a crash.')
      if (firstMark(trace, 'cluster/not-elected') !== null) return notHere('It takes more than one election.')
      const [fall, probe, timeout] = [values.number('fall'), values.number('probe'), values.number('cache-timeout')]
      const low = (fall - 1) * probe
      const high = fall * (probe + timeout) + 1.5 * probe + 4 * values.number('latency')
      return between(mark.atMicros - crashed.atMicros, (low + high) / 2, low, high, 'µs')
    },
  },
  {
    id: 'one-lease',
    name: 'No lease is given twice',
    formula: 'token of a lease > every token that its node gave before',
    source: 'Nishtala et al., “Scaling Memcache at Facebook”, NSDI 2013, §3.2.1',
    tolerance: 'exact, for every lease and over restarts',
    measure(trace, values) {
      if (!values.flag('leases')) return notHere('There are no leases.')
      const given = marksOf(trace, 'lease/given')
      if (given.length === 0) return notHere('No lease is given.')
      return exactly(outOfOrder(trace), 0, 'tokens out of order')
    },
  },
  {
    id: 'near-bound',
    name: 'An application asks for a hot key at most once in its time, and while it waits',
    formula: 'questions ≤ applications · (time / time in the application + 1) · those who ask during one question',
    source: 'renewal argument: after each answer the key rests for its time',
    tolerance: 'exact, with the most questions of an application that are under way at once',
    measure(trace, values) {
      if (values.text('hot-keys') !== 'near') return notHere('Applications keep nothing.')
      if (values.number('writes') > 0) return notHere('Writes end the rest early.')
      const span = trace.heldMicros - SECOND
      if (span < SECOND) return notHere('The run is too short.')
      const questions = asked(trace, SECOND).filter(({ key }) => key === HOT_KEY)
      const most = mostAtOnce(
        trace,
        questions.map(({ request }) => request),
      )
      return atMost(questions.length, 2 * (span / values.number('near-ttl') + 1) * most, 'questions')
    },
  },
]

const proof: Proof = {
  modelled: [
    'cache nodes with bounded memory, times to live and leases, behind one worker and a queue',
    'a client library in two applications: placement, health probes with rise and fall, failover, invalidation',
    'a gutter node that stands in, two copies with the fewest open requests, hot keys near or everywhere',
    'memory counted in bytes, one question a key in an application, and news of changes between applications',
    'slots as in Redis Cluster: MOVED and ASK, keys that move one by one, asynchronous copies, votes and epochs',
    'a database with versioned rows, workers and a bounded queue',
  ],
  leftOut: [
    'many commands in one message, and UDP',
    'invalidation from the log of the database (mcsqueal), which hears of writes that die half-way',
    'several regions and remote markers',
    'slab classes: a row takes what it needs',
    'gossip: each node of a cluster judges by its own probes; a slot that has no keys costs nothing to move',
  ],
  laws,
}

export default proof

/** Tokens that are not greater than the one before at the same node, restarts included. */
function outOfOrder(trace: Trace): number {
  const last = new Map<number, number>()
  let wrong = 0
  for (const { node, details } of marksOf(trace, 'lease/given')) {
    const token = Number(details.token)
    if (token <= (last.get(node) ?? 0)) wrong++
    last.set(node, token)
  }
  return wrong
}

/** The most of these requests that were open at one moment. */
function mostAtOnce(trace: Trace, requests: readonly number[]): number {
  const changes = requests.flatMap((request) => [
    { at: trace.requestStartMicros(request), by: 1 },
    { at: trace.requestEndMicros(request), by: -1 },
  ])
  changes.sort((a, b) => a.at - b.at || a.by - b.by)
  let [open, most] = [0, 0]
  for (const { by } of changes) {
    open += by
    most = Math.max(most, open)
  }
  return most
}
