import type { SystemCode } from '../source-passage'

const BALANCE = 'workers/algorithms/balance'
const REFUSED = 'LoadBalancer.handle: if (choice === null)'

const code: SystemCode = [
  {
    file: `${BALANCE}/guide-modulo.ts`,
    variants: ['guide'],
    marks: { 'balancer/chose': 'guideModulo.choose: const place' },
  },
  {
    file: `${BALANCE}/guide-least.ts`,
    variants: ['guide-least'],
    marks: { 'balancer/chose': 'guideLeast.choose: const index' },
  },
  {
    file: `${BALANCE}/round-robin.ts`,
    variants: ['round-robin'],
    marks: { 'balancer/chose': 'roundRobin.choose: for (' },
  },
  {
    file: `${BALANCE}/smooth-weighted.ts`,
    variants: ['weighted'],
    marks: { 'balancer/chose': 'smoothWeighted.choose: for (' },
  },
  {
    file: `${BALANCE}/least-connections.ts`,
    variants: ['least'],
    marks: { 'balancer/chose': 'leastLoaded' },
  },
  {
    file: `${BALANCE}/two-choices.ts`,
    variants: ['two-choices'],
    marks: { 'balancer/chose': 'twoChoices.choose: const [index, rest]' },
  },
  {
    file: `${BALANCE}/random-choice.ts`,
    variants: ['random'],
    marks: { 'balancer/chose': 'randomChoice.choose: const index' },
  },
  {
    file: `${BALANCE}/sticky.ts`,
    variants: ['sticky'],
    marks: { 'balancer/chose': 'sticky.choose: const { node, index: entry }' },
  },
  {
    file: `${BALANCE}/outlier-ejection.ts`,
    marks: {
      'balancer/ejected': 'OutlierEjection.ended',
      'balancer/spared': 'OutlierEjection.ended: if (ejected > 0',
      'balancer/returned': 'OutlierEjection.sweep',
    },
  },
  { file: `${BALANCE}/slow-start.ts`, marks: { 'balancer/starts-slowly': 'slowStartShare' } },
  {
    file: 'workers/components/load-balancer.ts',
    marks: {
      'balancer/no-server': REFUSED,
      'balancer/panics': 'LoadBalancer.review',
      'balancer/calm': 'LoadBalancer.review',
      'balancer/drains': 'LoadBalancer.drain',
      'balancer/drained': 'LoadBalancer.learn',
    },
  },
  {
    file: 'workers/components/health-prober.ts',
    marks: { 'health/out': 'HealthProber.watch', 'health/back': 'HealthProber.watch' },
  },
]

export default code
