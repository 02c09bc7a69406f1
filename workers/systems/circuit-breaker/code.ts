import type { SystemCode } from '../source-passage'

const RESILIENCE = 'workers/algorithms/resilience'
const SOUND = ['consecutive', 'window', 'time', 'opossum']

const code: SystemCode = [
  {
    file: `${RESILIENCE}/guide-breaker.ts`,
    variants: ['guide'],
    marks: {
      'breaker/counted': 'GuideBreaker.record',
      'breaker/opened': 'GuideBreaker.fail',
      'breaker/pushed': 'GuideBreaker.fail',
      'breaker/half-open': 'GuideBreaker.ask: if (state.kind ===',
      'breaker/probe': 'GuideBreaker.ask: if (this.state.kind ===',
      'breaker/probed': 'GuideBreaker.record',
      'breaker/refused': 'GuideBreaker.ask: if (nowMicros <= untilMicros)',
      'breaker/closed': 'GuideBreaker.succeed',
      'breaker/closed-late': 'GuideBreaker.succeed',
    },
  },
  {
    file: `${RESILIENCE}/consecutive-failures.ts`,
    variants: ['consecutive'],
    marks: { 'breaker/counted': 'ConsecutiveFailures.record' },
  },
  { file: `${RESILIENCE}/count-window.ts`, variants: ['window'], marks: { 'breaker/counted': 'CountWindow.record' } },
  { file: `${RESILIENCE}/time-window.ts`, variants: ['time'], marks: { 'breaker/counted': 'TimeWindow.record' } },
  {
    file: `${RESILIENCE}/opossum-window.ts`,
    variants: ['opossum'],
    marks: { 'breaker/counted': 'OpossumWindow.record' },
  },
  {
    file: `${RESILIENCE}/circuit-breaker.ts`,
    variants: SOUND,
    marks: {
      'breaker/opened': 'CircuitBreaker.open',
      'breaker/half-open': 'CircuitBreaker.halfOpen',
      'breaker/probe': 'CircuitBreaker.ask: this.probes =',
      'breaker/probed': 'CircuitBreaker.recordProbe',
      'breaker/refused': 'CircuitBreaker.ask',
      'breaker/closed': 'CircuitBreaker.close',
      'breaker/late': 'CircuitBreaker.record: if (admission.state !== state)',
    },
  },
  {
    file: `${RESILIENCE}/client-throttle.ts`,
    marks: { 'throttle/refused': 'ClientThrottle.ask' },
  },
  {
    file: `${RESILIENCE}/retry-budget.ts`,
    marks: { 'retry/stopped': 'RetryBudget.withdraw' },
  },
  { file: `${RESILIENCE}/bulkhead.ts`, marks: { 'bulkhead/full': 'Bulkhead.enter' } },
]

export default code
