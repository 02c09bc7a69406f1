import type { SystemCode } from '../source-passage'

const REPLICATION = 'workers/algorithms/replication'
const RAFT = 'workers/algorithms/consensus/raft.ts'

const code: SystemCode = [
  {
    file: `${REPLICATION}/guide-cluster.ts`,
    variants: ['guide'],
    marks: {
      'guide/promoted': 'GuideCluster.handleFailover',
      'guide/ill-primary': 'GuideCluster.read',
      'write/failed': 'GuideCluster.write',
      'primary/took-over': 'GuideCluster.handleFailover',
    },
  },
  {
    file: `${REPLICATION}/promotion.ts`,
    variants: ['async', 'semi-sync', 'quorum'],
    marks: { 'monitor/chosen': 'choosePrimary', 'monitor/no-quorum': 'choosePrimary' },
  },
  {
    file: RAFT,
    variants: ['raft'],
    marks: {
      'raft/candidate': 'Raft.campaign',
      'raft/voted': 'Raft.vote',
      'raft/refused-vote': 'Raft.vote',
      'raft/committed': 'Raft.advanceCommit',
      'primary/took-over': 'Raft.lead',
      'primary/wrote': 'Raft.propose',
      'replica/stored': 'Raft.append',
      'replica/truncated': 'Raft.append',
      'replica/mismatch': 'Raft.retryFrom',
    },
  },
]

export default code
