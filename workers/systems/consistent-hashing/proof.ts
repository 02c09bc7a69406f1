import { cheHitRatio } from '../../algorithms/eviction/che-approximation'
import { stayingFraction } from '../../algorithms/hashing/modulo'
import { Zipf } from '../../kernel/zipf'
import { firstMark } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atMost, between, exactly, type Finding, type Law, notHere, type Proof, within } from '../law'
import { placementNodes, variation } from './claims-load'
import { type Change, hitRatio } from './claims-measures'
import { firstOutcomes, membersAround, shareDeviation, strayKeys } from './claims-moved'
import type { PlacementChange } from './model-marks'

const SECOND = 1_000_000
const DEVIATIONS = 'four standard deviations of as many throws of a coin'

/** Variants in which nothing but the keys of the node that comes or goes has to move. */
const NOTHING_ELSE = ['ring', 'ketama', 'rendezvous', 'slots']
/** Variants that give every node an equal share of the keys, but for chance. */
const EVEN = ['rendezvous', 'slots']

const laws: readonly Law[] = [
  {
    id: 'moved-modulo',
    name: 'Modulo moves nearly every key',
    formula: 'moved = 1 − min(n, m) / lcm(n, m)',
    source: 'Chinese remainder theorem: key mod n = key mod m on so many residues',
    tolerance: DEVIATIONS,
    measure: (trace, values, { variant }) =>
      ifChanged(trace, variant, ['modulo'], ({ moved, keys, kind }) => {
        const law = 1 - stayingFraction(...membersAround(values, kind))
        return within(moved, law, 4 * Math.sqrt((law * (1 - law)) / keys), '%')
      }),
  },
  {
    id: 'moved-ring',
    name: 'A ring moves one node’s share',
    formula: 'moved = 1 / max(n, m)',
    source: 'Karger et al., “Consistent Hashing and Random Trees”, STOC 1997, section 4',
    tolerance: 'four standard deviations of the share of one node and of the keys',
    measure: (trace, values, { variant }) =>
      ifChanged(trace, variant, ['ring'], ({ moved, keys, kind }) => {
        const members = Math.max(...membersAround(values, kind))
        const law = 1 / members
        const share = law * shareDeviation(members, values.number('points'))
        return within(moved, law, 4 * Math.sqrt(share * share + (law * (1 - law)) / keys), '%')
      }),
  },
  {
    id: 'moved-evenly',
    name: 'The least that has to move, moves',
    formula: 'moved = 1 / max(n, m)',
    source: 'Thaler and Ravishankar, IEEE/ACM Transactions on Networking 6 (1998); Redis Cluster specification',
    tolerance: DEVIATIONS,
    measure: (trace, values, { variant }) =>
      ifChanged(trace, variant, EVEN, ({ moved, keys, kind }) => {
        const law = 1 / Math.max(...membersAround(values, kind))
        return within(moved, law, 4 * Math.sqrt((law * (1 - law)) / keys), '%')
      }),
  },
  {
    id: 'moved-jump',
    name: 'Jump moves two shares when a node in the middle leaves',
    formula: 'moved = 2/n − 1/(n(n − 1))',
    source: 'Lamping and Veach, “A Fast, Minimal Memory, Consistent Hash Algorithm” (2014)',
    tolerance: DEVIATIONS,
    measure: (trace, values, { variant }) =>
      ifChanged(trace, variant, ['jump'], ({ moved, keys, kind, node }) => {
        const nodes = values.number('caches')
        if (kind === 'joined' || node === `cache-${nodes}`) return notHere('No node leaves from the middle.')
        const law = 2 / nodes - 1 / (nodes * (nodes - 1))
        return within(moved, law, 4 * Math.sqrt((law * (1 - law)) / keys), '%')
      }),
  },
  {
    id: 'nothing-else-moves',
    name: 'No key moves between nodes that stay',
    formula: 'every key that moves goes to the new node, or comes from the one that leaves',
    source: 'monotonicity: Karger et al., STOC 1997, section 4',
    tolerance: 'exact',
    measure: (trace, _, { variant }) =>
      ifChanged(trace, variant, NOTHING_ELSE, (change) => exactly(strayKeys(change), 0, 'keys')),
  },
  {
    id: 'moved-keys-miss',
    name: 'As large a part of the keys misses as has moved',
    formula: 'missed / asked = moved',
    source: 'a sample without replacement of the keys; variance m(1 − m)/k · (K − k)/(K − 1)',
    tolerance: 'four standard deviations of that sample',
    measure: (trace, _, { variant }) => {
      if (variant === 'guide-ring' || variant === 'bounded')
        return notHere('What moves here does not show in the misses alone.')
      return ifChanged(trace, variant, [variant], ({ atMicros, moved, keys }) => {
        if (firstMark(trace, 'node/crashed') !== null)
          return notHere('A node crashed, so keys miss without having moved.')
        const { asked, missed } = firstOutcomes(trace, atMicros, atMicros + SECOND)
        if (asked < 50) return notHere('Fewer than 50 different keys were asked for after the change.')
        const deviation = Math.sqrt(((moved * (1 - moved)) / asked) * ((keys - asked) / (keys - 1)))
        return within(missed / asked, moved, 4 * deviation, '%')
      })
    },
  },
  {
    id: 'share-deviation',
    name: 'Shares differ the less, the more points a node has',
    formula: 'σ / mean = √((n − 1) / (nV + 1)): shares are Beta(V, V(n − 1))',
    source: 'spacings of uniform points: David and Nagaraja, Order Statistics',
    tolerance: 'within a factor of 2: the nodes of one ring are a small sample',
    measure: (trace, values, { variant }) => {
      if (variant !== 'ring') return notHere('This is no plain ring.')
      if (firstMark(trace, 'placement/changed') !== null) return notHere('The membership changes during this run.')
      if (values.number('caches') < 8) return notHere('Fewer than eight nodes: too small a sample.')
      const law = shareDeviation(values.number('caches'), values.number('points'))
      return between(variation(placementNodes(trace).map(({ share }) => share)), law, law / 2, law * 2, '%')
    },
  },
  {
    id: 'bounded-load',
    name: 'No node holds more than its bound',
    formula: 'keys of a node ≤ ⌈c · K / n⌉',
    source: 'Mirrokni, Thorup and Zadimoghaddam, “Consistent Hashing with Bounded Loads”, SODA 2018',
    tolerance: 'exact',
    measure: (trace, values, { variant }) => {
      if (variant !== 'bounded') return notHere('Loads are not bounded.')
      const nodes = placementNodes(trace)
      const law = Math.ceil((values.number('bound') * values.number('keys')) / (100 * nodes.length))
      return atMost(Math.max(...nodes.map(({ load }) => load ?? 0)), law, 'keys')
    },
  },
  {
    id: 'one-cache',
    name: 'When one node owns all, it hits like one LRU cache',
    formula: 'hit ratio = Σ p · (1 − e^(−p·T)), with T so that Σ (1 − e^(−p·T)) = capacity',
    source: 'Che, Tung and Wang, IEEE JSAC 20 (2002)',
    tolerance: 'within 6 percentage points, for the second before the change',
    measure: (trace, values, { variant }) =>
      ifChanged(trace, variant, ['guide-ring'], ({ atMicros }) => {
        const zipf = new Zipf(values.number('keys'), values.number('zipf') / 100)
        const popularity = Array.from({ length: zipf.n }, (_, rank) => zipf.probability(rank))
        const law = cheHitRatio(popularity, values.number('capacity'))
        return within(hitRatio(trace, atMicros - SECOND, atMicros), law, 0.06, '%')
      }),
  },
]

const proof: Proof = {
  modelled: [
    'keys by Zipf, cache nodes with a real LRU, the database behind them',
    'nine placements, each with its own hash function',
    'nodes that join, leave and crash',
  ],
  leftOut: ['replication', 'expiry', 'weights', 'copies of hot keys', 'the time that moving data takes'],
  laws,
}

export default proof

/** Measures the first change of the membership in one of some variants. */
function ifChanged(
  trace: Trace,
  variant: string,
  variants: readonly string[],
  measure: (change: Change) => Finding,
): Finding {
  if (!variants.includes(variant)) return notHere('Keys are placed in another way.')
  const mark = firstMark(trace, 'placement/changed')
  if (mark === null) return notHere('No node joins or leaves during this run.')
  return measure({ ...(mark.details as unknown as PlacementChange), atMicros: mark.atMicros })
}
