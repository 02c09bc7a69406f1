import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'database-pools',
  title: 'Database scaling and connection pools',
  question: 'How many connections does a database want?',
  summary:
    'Application instances with pools of connections ask a database that refuses one too many and slows down when it is crowded. Change the pool, let it run dry or stick, put a pooler in front, and add replicas that lag.',
  section: 'Interview questions',
  tags: [
    'connection pool',
    'PgBouncer',
    'pool sizing',
    'max_connections',
    'deadlock',
    'connection leak',
    'slow query',
    'statement timeout',
    'read replica',
    'replication lag',
    'read your writes',
    'Erlang',
  ],
  revision: 1,
  horizonMicros: 6_000_000,
  seed: 17,
  picture: { preset: 'slow-query', node: 'app-1' },
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'Four words: read replicas, connection pooling. A pool without bound or timeout, and replicas without a look at their lag.',
      asInGuide: true,
    },
    { id: 'none', label: 'No pool', help: 'Every request opens a connection and closes it.' },
    {
      id: 'pool',
      label: 'Pool an instance',
      help: 'At most so many connections, first come, first served, with timeouts, ages and a look for forgotten ones.',
    },
    {
      id: 'pooler',
      label: 'Pooler in front',
      help: 'The pools lead to a pooler, which lends few connections to the database, each for one transaction.',
    },
    {
      id: 'replicas',
      label: 'Pools and replicas',
      help: 'Writes go to the primary, reads to replicas, in turns or by log position.',
    },
  ],
  parameters,
  actions: [],
  presets,
}

export default meta
