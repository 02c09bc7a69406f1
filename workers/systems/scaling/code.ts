import type { SystemCode } from '../source-passage'

const BALANCE = 'workers/algorithms/balance'
const SCALING = 'workers/algorithms/scaling'

const code: SystemCode = [
  {
    file: `${BALANCE}/guide-modulo.ts`,
    variants: ['guide'],
    marks: { 'balancer/chose': 'guideModulo.choose: const place' },
  },
  {
    file: `${BALANCE}/random-choice.ts`,
    variants: ['random'],
    marks: { 'balancer/chose': 'randomChoice.choose: const index' },
  },
  {
    file: `${BALANCE}/round-robin.ts`,
    variants: ['turns'],
    marks: { 'balancer/chose': 'roundRobin.choose: for (' },
  },
  {
    file: `${BALANCE}/least-connections.ts`,
    variants: ['shortest', 'autoscaled'],
    marks: { 'balancer/chose': 'leastLoaded' },
  },
  {
    file: `${SCALING}/replica-count.ts`,
    variants: ['autoscaled'],
    marks: {
      'autoscaler/up': 'recommend',
      'autoscaler/keeps': 'recommend',
      'autoscaler/waits': 'recommend: if (ratio > 1 && booting > 0)',
      'autoscaler/down': 'Stabilizer.settle',
      'autoscaler/stabilises': 'Stabilizer.settle',
    },
  },
  {
    file: `${SCALING}/scalability-fit.ts`,
    marks: { 'curve/fitted': 'fitScalability', 'curve/fitted-ceiling': 'fitScalability' },
  },
  {
    file: 'workers/components/server-pool.ts',
    marks: {
      'pool/took': 'ServerPool.answer',
      'pool/lost': 'ServerPool.send',
      'pool/joined': 'ServerPool.enlist',
      'pool/drained': 'ServerPool.remove',
    },
  },
  {
    file: 'workers/components/machine.ts',
    marks: {
      'machine/boots': 'Machine.boot',
      'machine/ready': 'Machine.boot',
      'machine/not-ready': 'Machine.handle',
      'machine/leaves': 'Machine.leave',
    },
  },
]

export default code
