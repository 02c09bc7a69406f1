import {
  availability,
  availabilityWithDown,
  meanOfSmallest,
  missChance,
  varianceOfSmallest,
} from '../../algorithms/quorum/quorum-law'
import { countMarks, marksOf } from '../../trace/marks'
import { atMost, exactly, type Law, notHere, type Proof, within } from '../law'
import { copiesBehind, drawsOf, leasesAtOnce, meanOf, servedOf, staleReads } from './claims-measures'
import { ALL_EQUAL, EVERY_ITEM, LINEARIZABLE } from './meta-checks'
import { replicaNames } from './meta-names'
import { sharesUp } from './proof-availability'

const CLIENT_WAY_MICROS = 400
/** After heal and quiet: hints are handed over and messages under way arrive. */
const SETTLES_MICROS = 500_000

const laws: readonly Law[] = [
  {
    id: 'miss-chance',
    name: 'Two draws by lot miss each other as often as combinations say',
    formula: 'P(miss) = C(N − W, R) / C(N, R)',
    source: 'Bailis et al., “Probabilistically Bounded Staleness for Practical Partial Quorums”, VLDB 2012, equation 1',
    tolerance: 'four standard deviations of the share; reads of one value meet the same copies, so their squares count',
    measure(trace, values, { variant, script }) {
      if (variant !== 'quorum' || values.text('asked') !== 'needed' || values.flag('read-repair') || script.length > 0)
        return notHere('It is measured where only as many copies as needed are asked, by lot, and none is repaired.')
      const { reads, missed, sumOfSquares } = drawsOf(trace)
      if (reads < 50) return notHere('There are too few reads.')
      const n = values.number('copies')
      const law = missChance(n, Math.min(n, values.number('write-quorum')), Math.min(n, values.number('read-quorum')))
      return within(missed / reads, law, (4 * Math.sqrt(law * (1 - law) * sumOfSquares)) / reads, '%')
    },
  },
  {
    id: 'wth-of-n',
    name: 'A write takes as long as the W-th fastest of N copies',
    formula: 'E = mean · (H(N) − H(N − W)), H(n) = 1 + 1/2 + … + 1/n',
    source: 'order statistics of the exponential law: Rényi, “On the theory of order statistics”, 1953',
    tolerance: 'four standard errors of the mean, and 5 % for the waiting that the law leaves out',
    measure(trace, values, { variant, script }) {
      const isPlain = variant === 'quorum' && values.text('asked') === 'all' && script.length === 0
      if (!isPlain || values.number('latency') > 0 || values.text('work-spread') !== 'exponential')
        return notHere('It is measured with quorums, exponential work, and nodes at no distance.')
      const n = values.number('copies')
      const w = Math.min(n, values.number('write-quorum'))
      const work = values.number('work')
      if ((values.number('rps') * work) / 1_000_000 / values.number('workers') > 0.1) return notHere('Nodes are busy.')
      const writes = countMarks(trace, 'quorum/written')
      if (writes < 50) return notHere('There are too few writes.')
      const law = work * meanOfSmallest(n, w)
      const deviation = work * Math.sqrt(varianceOfSmallest(n, w) / writes)
      return within(meanOf(trace, 'write') - CLIENT_WAY_MICROS, law, 4 * deviation + 0.05 * law, 'µs')
    },
  },
  {
    id: 'overlap',
    name: 'With R + W > N and a strict quorum no read is stale',
    formula: 'R + W > N ⇒ every set of R copies meets every set of W',
    source: 'Gifford, “Weighted Voting for Replicated Data”, SOSP 1979',
    tolerance: 'exact, while clocks agree',
    measure(trace, values, { variant }) {
      if (variant !== 'quorum' || values.text('stand-in') !== 'strict' || values.number('behind') > 0)
        return notHere('It is measured with strict quorums and clocks that agree.')
      if (values.number('read-quorum') + values.number('write-quorum') <= values.number('copies'))
        return notHere('R + W ≤ N.')
      return exactly(staleReads(trace), 0, 'stale reads')
    },
  },
  {
    id: 'atomic',
    name: 'An atomic register is linearizable, whatever the network does',
    formula: 'a majority of every read and write; a read writes back what it tells',
    source: 'Attiya, Bar-Noy and Dolev, “Sharing Memory Robustly in Message-Passing Systems”, JACM 42 (1995)',
    tolerance: 'exact: the history of the clients is searched for an order after every read',
    measure(trace, _, { variant }) {
      if (variant !== 'atomic') return notHere('It is the law of the atomic register.')
      return exactly(trace.breaches.filter(({ check }) => check === LINEARIZABLE).length, 0, 'breaches')
    },
  },
  {
    id: 'siblings',
    name: 'Version vectors replace only what the writer has read, so no item is lost',
    formula: 'v is dropped ⇔ some w has seen it: dot(v) ∈ past(w)',
    source:
      'Preguiça et al., “Brief Announcement: Efficient Causality Tracking in Distributed Storage Systems With Dotted Version Vectors”, PODC 2012',
    tolerance: 'exact, when all nodes are up at the end: acknowledged items that no copy has',
    measure(trace, _, { variant, script }) {
      if (variant !== 'vectors') return notHere('It is the law of version vectors.')
      if (script.some(({ kind }) => kind === 'crash')) return notHere('A node has crashed.')
      return exactly(trace.breaches.filter(({ check }) => check === EVERY_ITEM).length, 0, 'breaches')
    },
  },
  {
    id: 'one-lease',
    name: 'At most one node holds the lease of a range',
    formula: 'lease ≤ shortest election timeout, counted from when the heartbeat was sent',
    source: 'Ongaro, “Consensus: Bridging Theory and Practice”, 2014, §6.4.1; the clocks here run alike fast',
    tolerance: 'exact: pairs of leases of one range at two nodes at one time',
    measure(trace, values, { variant }) {
      if (variant !== 'ranges') return notHere('It is the law of Raft ranges.')
      if (values.number('lease') > values.number('election'))
        return notHere('The lease is longer than the election timeout.')
      return exactly(leasesAtOnce(trace).length, 0, 'pairs')
    },
  },
  {
    id: 'ranges-linearizable',
    name: 'Ranges are linearizable, whether reads go by the lease or by a majority',
    formula: 'a write is committed by a majority; who answers a read knows all that is committed',
    source: 'Ongaro and Ousterhout, “In Search of an Understandable Consensus Algorithm”, 2014, §8',
    tolerance: 'exact: the history of the clients is searched for an order after every read',
    measure(trace, values, { variant }) {
      if (variant !== 'ranges') return notHere('It is the law of Raft ranges.')
      if (values.text('range-reads') === 'lease' && values.number('lease') > values.number('election'))
        return notHere('The lease is longer than the election timeout.')
      return exactly(trace.breaches.filter(({ check }) => check === LINEARIZABLE).length, 0, 'breaches')
    },
  },
  {
    id: 'hash-tree',
    name: 'A comparison of hash trees costs a path for each bucket that differs',
    formula: 'hashes ≤ 1 + 2 · depth · buckets that differ',
    source: 'Merkle, “A Digital Signature Based on a Conventional Encryption Function”, CRYPTO 1987; Dynamo, §4.7',
    tolerance: 'two paths more: what is written during a comparison may lead down in vain',
    measure(trace, values) {
      const compared = marksOf(trace, ['repair/compared', 'repair/alike'])
      if (compared.length === 0) return notHere('No trees are compared.')
      const above = compared.map(({ details }) => {
        const buckets = Number(details.buckets ?? 0)
        return Number(details.hashes) - (1 + 2 * values.number('tree-depth') * buckets)
      })
      return atMost(Math.max(...above), 4 * values.number('tree-depth'), 'hashes')
    },
  },
  {
    id: 'availability',
    name: 'Writes succeed as often as W of N nodes are up',
    formula: 'P(at least W of N up) = Σ C(N, i) · pⁱ · (1 − p)ᴺ⁻ⁱ, i from W to N',
    source: 'binomial tail; Gifford, “Weighted Voting for Replicated Data”, SOSP 1979, uses it to choose quorums',
    tolerance: 'four standard deviations of a share, and 3 % for requests that meet a crash on their way',
    measure(trace, values, { variant, script, horizonMicros }) {
      const [n, nodes] = [values.number('copies'), replicaNames(values.number('nodes'))]
      const isPlain = variant === 'quorum' && values.text('stand-in') === 'strict' && values.text('asked') === 'all'
      const turns = script.every(({ kind }) => kind === 'crash' || kind === 'restart')
      if (!isPlain || !turns || n !== nodes.length || !script.some(({ kind }) => kind === 'restart'))
        return notHere('It is measured where all N nodes crash and come back, whatever the others do.')
      const ups = sharesUp({ script, horizonMicros }, nodes)
      const up = ups.reduce((sum, each) => sum + each, 0) / n
      if (ups.some((each) => Math.abs(each - up) > 0.01)) return notHere('The nodes are not down equally often.')
      const { ended, served } = servedOf(trace, 'write')
      if (ended < 100) return notHere('There are too few writes.')
      const law = availability(n, Math.min(n, values.number('write-quorum')), up)
      return within(served / ended, law, 4 * Math.sqrt((law * (1 - law)) / ended) + 0.03, '%')
    },
  },
  {
    id: 'with-nodes-down',
    name: 'With some nodes down, a quorum is left for as many keys as combinations say',
    formula: 'P(at least q of N up) = Σ C(M − d, i) · C(d, N − i) / C(M, N), i from q to N',
    source: 'hypergeometric tail: N copies on M nodes of which d are down',
    tolerance: 'four standard deviations of a share of so many keys, and 5 % for the arcs of the ring',
    measure(trace, values, { variant, script }) {
      const crashed = script.filter(({ kind }) => kind === 'crash')
      const isPlain = variant === 'quorum' && values.text('stand-in') === 'strict' && values.text('asked') === 'all'
      if (!isPlain || crashed.length === 0 || crashed.length < script.length || values.number('keys') < 50)
        return notHere('It is measured with strict quorums of many keys where nodes crash and stay down.')
      if (values.number('read-quorum') !== values.number('write-quorum')) return notHere('R and W differ.')
      const from = Math.max(...crashed.map(({ at }) => at)) + values.number('timeout')
      const served = new Set<string>()
      const refused = new Set<string>()
      for (const { name, details } of marksOf(trace, ['quorum/read', 'quorum/written', 'quorum/refused'], from))
        (name === 'quorum/refused' ? refused : served).add(String(details.key))
      const keys = served.size + refused.size
      if (keys < 30) return notHere('There are too few keys.')
      const law = availabilityWithDown(
        values.number('nodes'),
        crashed.length,
        values.number('copies'),
        values.number('write-quorum'),
      )
      return within(served.size / keys, law, 4 * Math.sqrt((law * (1 - law)) / keys) + 0.05, '%')
    },
  },
  {
    id: 'converges',
    name: 'After heal and quiet, hints or hash trees leave no copy behind',
    formula: 'copies that are older than another one = 0',
    source:
      'Demers et al., “Epidemic Algorithms for Replicated Database Maintenance”, PODC 1987; Dynamo, SOSP 2007, §4.6 and §4.7',
    tolerance: 'exact, when all nodes are up and no link is cut at the end',
    measure(trace, values, { variant, script, horizonMicros }) {
      const compareEvery = values.number('anti-entropy')
      // A hint is for a copy that was asked: whoever is not drawn hears nothing of a write.
      const hasHints = values.text('stand-in') === 'sloppy' && values.text('asked') !== 'needed'
      if ((variant !== 'quorum' && variant !== 'vectors') || !(hasHints || compareEvery > 0))
        return notHere('Neither hints nor hash trees are used, or hints are not for all copies.')
      const heals = script.filter(({ kind }) => kind === 'heal')
      if (heals.length === 0 || script.some(({ kind }) => kind !== 'heal' && kind !== 'cut'))
        return notHere('No link is cut and healed, or something else is done to nodes.')
      const settles = Math.max(SETTLES_MICROS, values.number('nodes') * compareEvery)
      const calm = horizonMicros - Math.max(...heals.map(({ at }) => at))
      if (values.number('quiet') < SETTLES_MICROS || calm < settles || values.number('distance') > 0)
        return notHere('The run ends before all is settled.')
      const unequal = trace.breaches.filter(({ check }) => check === ALL_EQUAL).length
      return atMost(copiesBehind(trace) + unequal, 0, 'copies')
    },
  },
]

const proof: Proof = {
  modelled: [
    'two coordinators and three to five nodes with copies of each key on a ring, workers and queues, disks that survive a crash',
    'quorums of N, R and W: strict, or sloppy with stand-ins and hints; the last write wins by a hybrid logical clock that may be behind',
    'carts under dotted version vectors: siblings of writes that did not know of each other, merged by the next writer',
    'read repair, handoff of hints, comparison of Merkle trees level by level and exchange of the buckets that differ',
    'the atomic register of Attiya, Bar-Noy and Dolev with several writers',
    'Raft groups for ranges of keys: elections, logs, leader leases from heartbeats, votes withheld while the leader is heard',
    'the guide’s database: the primary alone acknowledges, replicas take what arrives last',
    'what clients saw is searched for an order that one copy could have (Wing and Gong, Lowe) after every read',
  ],
  leftOut: [
    'items that are taken out of a cart: a union brings them back, and a set that knows what was removed would not',
    'version vectors that are cut when they grow long',
    'nodes that join or leave, and rows that move (see Sharding and Consistent hashing)',
    'gossip about who is down: a coordinator learns it from its own calls',
    'transactions over several keys, deletes with tombstones',
    'ranges that split or move, transactions that span them, and clocks that run unlike fast, for which a real lease is cut shorter',
  ],
  laws,
}

export default proof
