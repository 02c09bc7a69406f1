import type { SystemCode } from '../source-passage'

const POOL = 'workers/algorithms/connection-pool/pool-ledger.ts'

const code: SystemCode = [
  {
    file: 'workers/algorithms/connection-pool/guide-pool.ts',
    variants: ['guide'],
    marks: { 'pool/opens': 'guideRules', 'pool/not-opened': 'guideRules' },
  },
  {
    file: POOL,
    marks: {
      'pool/lent': 'PoolLedger.lend',
      'pool/handed': 'PoolLedger.lend',
      'pool/opens': 'PoolLedger.wanted',
      'pool/opened': 'PoolLedger.opened',
      'pool/returned': 'PoolLedger.takeBack',
      'pool/closes': 'PoolLedger.remove',
      'pool/not-opened': 'PoolLedger.remove',
      'pool/leaked': 'PoolLedger.lentLongerThan',
    },
  },
  {
    file: 'workers/network/waiting-line.ts',
    marks: { 'pool/waits': 'WaitingLine.join', 'pool/timed-out': 'WaitingLine.leave' },
  },
  { file: 'workers/components/database-pool.ts', marks: { 'pool/line-full': 'DatabasePool.acquire' } },
  {
    file: 'workers/algorithms/replication/read-routing.ts',
    marks: { 'route/replica': 'ReadRouting.choose', 'route/primary': 'ReadRouting.choose' },
  },
  {
    file: 'workers/algorithms/scaling/scalability.ts',
    marks: { 'sessions/crowded': 'slowdownOf' },
  },
  {
    file: 'workers/components/database-sessions.ts',
    marks: {
      'sessions/refused': 'DatabaseSessions.connect: if (sessions.size',
      'sessions/connected': 'DatabaseSessions.connect',
      'sessions/cancelled': 'DatabaseSessions.cancelAfter',
      'sessions/cut': 'DatabaseSessions.start',
      'sessions/gone': 'DatabaseSessions.handle',
    },
  },
  {
    file: 'workers/components/prepared-statements.ts',
    marks: { 'sessions/unknown-statement': 'PreparedStatements.understands' },
  },
  {
    file: 'workers/components/connection-pooler.ts',
    marks: {
      'pooler/pinned': 'ConnectionPooler.statement',
      'pooler/kept': 'ConnectionPooler.statement',
      'pooler/prepares-again': 'ConnectionPooler.translated',
    },
  },
  {
    file: 'workers/systems/database-pools/model-app.ts',
    marks: { 'app/nests': 'App.nest', 'app/forgotten': 'App.giveBack' },
  },
]

export default code
