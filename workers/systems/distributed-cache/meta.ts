import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'distributed-cache',
  title: 'Distributed cache',
  question: 'A cache node dies. Who gets its load?',
  summary:
    'Applications share a fleet of cache nodes before a database. Lose a node, heat a key, write while others load, and see what the database has to carry and who reads an old value.',
  section: 'Interview questions',
  tags: [
    'memcached',
    'lease',
    'gutter pool',
    'stampede',
    'hot key',
    'failover',
    'consistent hashing',
    'invalidation',
    'health check',
  ],
  revision: 2,
  horizonMicros: 4_000_000,
  seed: 19,
  picture: { preset: 'gutter', node: 'app-1' },
  variants: [
    {
      id: 'gutter',
      label: 'Ring with a gutter pool',
      help: 'Keys of a node that is out are asked at a node that stands in and keeps them for a short time.',
    },
    {
      id: 'copies',
      label: 'Two copies',
      help: 'Each key lives on the two nodes with the highest scores; the one with fewer open requests is asked.',
    },
    {
      id: 'cluster',
      label: 'Slots, as Redis Cluster',
      help: 'Nodes have slots and send keys on to whom they belong; slots move while they serve, and copies take the place of primaries.',
    },
    { id: 'ring', label: 'Ring', help: 'A node that is out leaves the ring; its keys move to the next points.' },
    { id: 'modulo', label: 'Modulo', help: 'The hash divided by the number of nodes that are well.' },
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'The guide’s ring, whose hash does not mix, with health checks and a failover that moves the keys.',
      asInGuide: true,
    },
  ],
  parameters,
  actions: [
    {
      id: 'join',
      label: 'Give it slots',
      on: 'spare',
      help: 'Every primary hands it what it has above an equal share, key by key.',
    },
  ],
  presets,
}

export default meta
