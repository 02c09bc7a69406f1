import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'sharding',
  title: 'Sharding',
  question: 'How do you split a database, and split it again?',
  summary:
    'Databases share the rows by hash, ring, slots or ranges. Let a shard join while clients write, heat one key or one range, ask without a key, and see what is lost, what moves and who waits.',
  section: 'Fundamentals',
  tags: [
    'partitioning',
    'hash',
    'range',
    'consistent hashing',
    'Redis Cluster slots',
    'resharding',
    'dual writes',
    'backfill',
    'hot key',
    'hot shard',
    'scatter-gather',
  ],
  revision: 2,
  horizonMicros: 4_000_000,
  seed: 3,
  picture: { preset: 'live-ring', node: 'router' },
  variants: [
    {
      id: 'ring',
      label: 'Ring',
      help: 'MurmurHash3 and many points a shard; a key belongs to the next point clockwise.',
    },
    {
      id: 'slots',
      label: 'Slots',
      help: 'CRC16 of the key picks one of 16,384 slots; slots are handed from shard to shard, as in Redis Cluster.',
    },
    {
      id: 'range',
      label: 'Ranges',
      help: 'Half-open ranges of keys in order; a shard that joins takes the upper half of the busiest one, and one that leaves is merged with a neighbour.',
    },
    {
      id: 'hash',
      label: 'Hash modulo',
      help: 'A mixing hash divided by the number of shards; the remainder is the shard.',
    },
    {
      id: 'guide-hash',
      label: 'As in the guide: hash',
      help: 'The guide’s string hash modulo the number of shards; a new shard only lengthens the list.',
      asInGuide: true,
    },
    {
      id: 'guide-range',
      label: 'As in the guide: ranges',
      help: 'Ranges whose two ends are both included, compared as text: names between e and f have no shard.',
      asInGuide: true,
    },
  ],
  parameters,
  actions: [
    {
      id: 'add-shard',
      label: 'Add to the cluster',
      on: 'shard',
      help: 'The empty shard joins and takes its part of the rows.',
    },
    {
      id: 'remove-shard',
      label: 'Take out of the cluster',
      on: 'shard',
      help: 'The shard leaves and gives all its rows to others; a range is merged with its neighbour.',
    },
    {
      id: 'roll-back',
      label: 'Take the move back',
      on: 'router',
      help: 'While rows move, and for a while after the cut-over: the old map stays or returns.',
    },
  ],
  presets,
}

export default meta
