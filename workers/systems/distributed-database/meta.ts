import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'distributed-database',
  title: 'Distributed database',
  question: 'How many copies must agree before you believe an answer?',
  summary:
    'Every key has N copies; a write waits for W of them and a read for R. Cut the network, lose messages, set a clock back, and see stale reads, refused writes, copies that differ, and what makes them equal again.',
  section: 'Interview questions',
  tags: [
    'replication',
    'quorum',
    'N, R, W',
    'Dynamo',
    'linearizability',
    'CAP',
    'PACELC',
    'read repair',
    'hinted handoff',
    'Merkle tree',
    'last write wins',
    'hybrid logical clock',
    'version vectors',
    'siblings',
    'Raft',
    'leader lease',
  ],
  revision: 2,
  horizonMicros: 4_000_000,
  seed: 5,
  picture: { preset: 'partition-available', node: 'n4' },
  variants: [
    {
      id: 'quorum',
      label: 'Quorums',
      help: 'After Dynamo: W of N copies for a write, R for a read, the last write wins by a hybrid logical clock.',
    },
    {
      id: 'vectors',
      label: 'Version vectors',
      help: 'Quorums of carts under version vectors: of two writes that did not know of each other both stay, as siblings, until somebody merges them.',
    },
    {
      id: 'atomic',
      label: 'Atomic register',
      help: 'After Attiya, Bar-Noy and Dolev: two rounds to a majority for every write, and a read writes back what it tells.',
    },
    {
      id: 'ranges',
      label: 'Raft ranges',
      help: 'After Spanner and CockroachDB: a Raft group for each range of keys, and a leader that answers reads alone while it holds a lease.',
    },
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'The primary alone acknowledges; replicas are written to without waiting and without a version.',
      asInGuide: true,
    },
  ],
  parameters,
  actions: [],
  presets,
}

export default meta
