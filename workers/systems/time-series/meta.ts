import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'time-series',
  title: 'Time series',
  question: 'What does an average hide?',
  summary:
    'Agents send points to a store that seals them in compressed blocks and answers range queries by steps. Watch the bits of a block, late points, labels that multiply series, and a spike that an average swallows.',
  section: 'Interview questions',
  tags: [
    'metrics',
    'Gorilla',
    'compression',
    'downsampling',
    'roll-ups',
    'retention',
    'cardinality',
    'out of order',
    'rate',
    'Prometheus',
  ],
  revision: 1,
  horizonMicros: 12_000_000,
  seed: 7,
  variants: [
    {
      id: 'aggregates',
      label: 'Blocks with summaries',
      help: 'Gorilla’s blocks, and of each its sum, least, largest, count, first and last: a query spares the points of a block that lies within a step.',
    },
    { id: 'gorilla', label: 'Gorilla blocks', help: 'Sealed blocks of changes and XORs; a query has to open them.' },
    { id: 'columns', label: 'Raw columns', help: 'Times and values as they are, 16 bytes a point.' },
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'A sorted array of objects, a late point moves all behind it, and the index finds nothing.',
      asInGuide: true,
    },
  ],
  parameters,
  actions: [
    { id: 'spike', label: 'Spike', on: 'agent', help: 'Its next point is far above all others.' },
    { id: 'reset', label: 'Restart the counter', on: 'agent', help: 'What it counts begins again at 0.' },
  ],
  presets,
  picture: { preset: 'spike-average', node: 'tsdb' },
}

export default meta
