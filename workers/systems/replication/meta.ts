import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'replication',
  title: 'Replication and failover',
  question: 'What is lost when the primary dies?',
  summary:
    'Applications write to a primary whose log replicas follow. Cut links, let the primary die, and count what was acknowledged and is gone, who else believes to be primary, and what a session reads of its own writes.',
  section: 'Fundamentals',
  tags: [
    'failover',
    'primary',
    'replica',
    'split brain',
    'fencing',
    'epoch',
    'semi-synchronous',
    'quorum',
    'Raft',
    'linearizability',
    'read your writes',
    'RPO',
  ],
  revision: 1,
  horizonMicros: 4_000_000,
  seed: 5,
  picture: { preset: 'lost', node: 'n2' },
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'An object in each application knows who is healthy and promotes the smallest lag, when somebody calls it. No epochs.',
      asInGuide: true,
    },
    {
      id: 'async',
      label: 'Monitored',
      help: 'Asynchronous. A monitor replaces a dead primary by the furthest log; epochs fence the old one.',
    },
    {
      id: 'semi-sync',
      label: 'Semi-synchronous',
      help: 'Some replicas hold a write before it is acknowledged; a failover hears enough nodes to find one of them.',
    },
    {
      id: 'quorum',
      label: 'Quorum',
      help: 'A majority holds every write, and confirms every read at the primary.',
    },
    { id: 'raft', label: 'Raft', help: 'The nodes elect their leader themselves; reads go through the log.' },
  ],
  parameters,
  actions: [
    {
      id: 'failover',
      label: 'Call handleFailover',
      on: 'app',
      help: 'As in the guide: this application’s object promotes a replica.',
    },
  ],
  presets,
}

export default meta
