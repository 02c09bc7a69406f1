import { ConsecutiveBreaker, CountBreaker, circuitBreaker, handleAll } from 'cockatiel'
import Opossum from 'opossum'
import type { Admitted, Breaker, Outcome } from '../../workers/algorithms/resilience/breaker'
import { CircuitBreaker } from '../../workers/algorithms/resilience/circuit-breaker'
import { ConsecutiveFailures } from '../../workers/algorithms/resilience/consecutive-failures'
import { CountWindow } from '../../workers/algorithms/resilience/count-window'
import { TimeWindow } from '../../workers/algorithms/resilience/time-window'
import type { TripRule } from '../../workers/algorithms/resilience/trip-rule'
import { type BenchCase, type BenchResult, type BenchRow, interleave, ratioRow } from './harness'

const SYNCHRONOUS = 2_000_000
const AWAITED = 100_000
const OPEN = 30_000_000
const LIMITS = { failurePercent: 50, slowPercent: 100, slowMicros: 1_000_000, minimumCalls: 20 }
const UNTIMED = { ...LIMITS, slowMicros: Number.POSITIVE_INFINITY }

/** One call in eight fails, so windows move and nothing trips. */
const isFailure = (index: number): boolean => (index & 7) === 7

/** Ours asked and told directly, and awaited around one async function as cockatiel and opossum are. */
export default async function bench(): Promise<BenchResult> {
  const rows: BenchRow[] = []
  const alone = await interleave([
    synchronous('consecutive failures', () => new ConsecutiveFailures(5)),
    synchronous('count window of 100', () => new CountWindow(100, LIMITS)),
    synchronous('time window, 10 buckets', () => new TimeWindow(10_000_000, 10, LIMITS)),
  ])
  for (const { name, nanosecondsEach } of alone.cases)
    rows.push({ name: `${name}: ask and record`, value: nanosecondsEach, unit: 'ns' })
  const byRun = 'ours, run of failures, awaited'
  const byWindow = 'ours, window of 100, awaited'
  const bySlow = 'ours, window with slow calls, awaited'
  const awaited = await interleave([
    awaitedOurs(byRun, new ConsecutiveFailures(5), (breaker) => guardUntimed(breaker, false)),
    awaitedOurs(byWindow, new CountWindow(100, UNTIMED), (breaker) => guardUntimed(breaker, true)),
    awaitedOurs(bySlow, new CountWindow(100, LIMITS), guardTimed),
    awaitedCockatiel('cockatiel, ConsecutiveBreaker', new ConsecutiveBreaker(5)),
    awaitedCockatiel('cockatiel, CountBreaker of 100', new CountBreaker({ threshold: 0.5, size: 100 })),
    awaitedOpossum('opossum'),
  ])
  const compare = (ours: string, peer: string, goal: number) =>
    rows.push(ratioRow(awaited.measured(ours), awaited.ratio(ours, peer), peer, goal))
  compare(byRun, 'cockatiel, ConsecutiveBreaker', 1.5)
  compare(byRun, 'opossum', 4)
  compare(byWindow, 'cockatiel, CountBreaker of 100', 1.5)
  compare(bySlow, 'opossum', 4)
  for (const peer of ['cockatiel, ConsecutiveBreaker', 'cockatiel, CountBreaker of 100', 'opossum'])
    rows.push({ name: peer, value: awaited.measured(peer).perSecond, unit: 'op/s' })
  return { title: 'Breaker: closed, calls succeed', rows }
}

function synchronous(name: string, rule: () => TripRule): BenchCase {
  let breaker: Breaker
  return {
    name,
    operations: SYNCHRONOUS,
    prepare() {
      breaker = new CircuitBreaker({ rule: rule(), openMicros: OPEN, permits: 3 })
    },
    run() {
      let counted = 0
      for (let index = 0; index < SYNCHRONOUS; index++) {
        const admission = breaker.ask(index)
        if (admission.kind === 'refused') continue
        if (breaker.record(admission, isFailure(index) ? 'failure' : 'success', 5, index) === 'counted') counted++
      }
      if (counted !== SYNCHRONOUS) throw new Error('the breaker opened')
      return counted
    },
  }
}

/** What every contender protects. */
async function work(): Promise<number> {
  return 1
}

type Guarded = (action: () => Promise<number>) => Promise<number>

const clock = (): number => Date.now() * 1_000

/**
 * What a service would put around a rule that does not time calls. All calls of one state share their verdict, so what
 * follows a call is made once a state. While it is closed, asking needs no clock; a success of a run of failures neither,
 * but one that fills a window may open it, so there the clock is read.
 */
function guardUntimed(breaker: Breaker, readsOnSuccess: boolean): Guarded {
  let known: Admitted | null = null
  let succeeded: (value: number) => number
  let failed: (error: unknown) => never
  return (action) => {
    const admission = breaker.ask(breaker.state.kind === 'closed' ? 0 : clock())
    if (admission.kind === 'refused') return Promise.resolve(0)
    if (admission !== known) {
      known = admission
      succeeded = (value) => {
        const needsClock = readsOnSuccess || admission.state.kind !== 'closed'
        breaker.record(admission, 'success', 0, needsClock ? clock() : 0)
        return value
      }
      failed = (error) => {
        breaker.record(admission, 'failure', 0, clock())
        throw error
      }
    }
    return action().then(succeeded, failed)
  }
}

/** Around a window that looks for slow calls: the clock before and after each call, as opossum reads it. */
function guardTimed(breaker: Breaker): Guarded {
  return (action) => {
    const startMicros = clock()
    const admission = breaker.ask(startMicros)
    if (admission.kind === 'refused') return Promise.resolve(0)
    const end = (outcome: Outcome): void => {
      const nowMicros = clock()
      breaker.record(admission, outcome, nowMicros - startMicros, nowMicros)
    }
    return action().then(
      (value) => {
        end('success')
        return value
      },
      (error: unknown) => {
        end('failure')
        throw error
      },
    )
  }
}

function awaitedOurs(name: string, rule: TripRule, guard: (breaker: Breaker) => Guarded): BenchCase {
  const guarded = guard(new CircuitBreaker({ rule, openMicros: OPEN, permits: 3 }, clock()))
  return awaitedCase(name, () => guarded(work))
}

function awaitedCockatiel(name: string, rule: ConsecutiveBreaker | CountBreaker): BenchCase {
  const policy = circuitBreaker(handleAll, { halfOpenAfter: 30_000, breaker: rule })
  return awaitedCase(name, () => policy.execute(work))
}

/** Without its timeout and its percentiles, which the others do not have. */
function awaitedOpossum(name: string): BenchCase {
  const breaker = new Opossum(work, { timeout: false, rollingPercentilesEnabled: false, enableSnapshots: false })
  return awaitedCase(name, () => breaker.fire())
}

function awaitedCase(name: string, call: () => Promise<number>): BenchCase {
  return {
    name,
    operations: AWAITED,
    async run() {
      let sum = 0
      for (let index = 0; index < AWAITED; index++) sum += await call()
      if (sum !== AWAITED) throw new Error(`${name} refused a call`)
      return sum
    },
  }
}
