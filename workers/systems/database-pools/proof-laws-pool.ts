import { deadlockFreeSize } from '../../algorithms/connection-pool/pool-size'
import { erlangB, erlangC } from '../../algorithms/scaling/erlang'
import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import { gaugePeak, marksOf, nodeIndex } from '../../trace/marks'
import { gaugeAverage } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atMost, exactly, type Law, notHere, within } from '../law'
import { asked, namesOf, numberOf, SECOND, sweepResults } from './claims-measures'
import { NOT_STUCK } from './meta-checks'
import { sweepThroughput } from './model-load-test'

const BOUNDED = ['pool', 'pooler', 'replicas']

/** Laws of a pool as a queue, and of who waits for whom. */
export const poolLaws: readonly Law[] = [
  {
    id: 'erlang-c',
    name: 'Who has to wait for a connection',
    formula: 'C(c, a) = c · B / (c − a · (1 − B)), c connections, a the mean number lent',
    source:
      'Erlang, “Solution of Some Problems in the Theory of Probabilities of Significance …” (1917); Kleinrock, Queueing Systems I, 3.5',
    tolerance:
      'within 12 percentage points: a run of 30 s has some 16 independent spells of waiting; a is taken from the run',
    measure(trace, values, scenario) {
      if (!isErlang(values, scenario) || values.number('line') === 0) return notHere(NO_QUEUE)
      const { all, waited } = asked(trace, SECOND)
      return within(waited / Math.max(1, all), erlangC(values.number('pool'), meanLent(trace)), 0.12, '%')
    },
  },
  {
    id: 'erlang-b',
    name: 'Who is refused when nobody may wait',
    formula: 'B(c, a) = (a^c / c!) / Σ a^k / k!, so B(10, 8) = 12.17 %',
    source: 'Erlang (1917); the value from any table of Erlang’s loss formula',
    tolerance: 'within 4 percentage points, two standard deviations of a run of 30 s',
    measure(trace, values, scenario) {
      if (!isErlang(values, scenario) || values.number('line') > 0) return notHere(NO_LOSS)
      const { all, refused } = asked(trace, SECOND)
      const offered = (values.number('rps') * values.number('work')) / SECOND
      return within(refused / Math.max(1, all), erlangB(values.number('pool'), offered), 0.04, '%')
    },
  },
  {
    id: 'connections-little',
    name: 'Lent connections over time are the times of loans added up',
    formula: '∫ lent(t) dt = Σ time held, the identity behind L = λ · W',
    source: 'Little, “A Proof for the Queuing Formula: L = λW”, Operations Research 9 (1961)',
    tolerance: 'exact, in whole microseconds; what is lent at the end counts up to it',
    measure(trace) {
      const nodes = [...namesOf(trace, 'app'), ...namesOf(trace, 'pooler')]
      if (marksOf(trace, 'node/crashed').length > 0) return notHere('Something crashes and forgets its loans.')
      return exactly(lentArea(trace, nodes), timesHeld(trace), 'µs')
    },
  },
  {
    id: 'closed-network',
    name: 'A closed network does with each size of the pool what its product form says',
    formula: 'X = Σ p(n) · μ(n), p(n) ∝ (N! / (N − n)!) / Π Z · μ(k), μ(n) = min(n, cores) / S / (1 + κn(n − 1))',
    source:
      'Lazowska and others, Quantitative System Performance (1984), section 8.2; Kleinrock, Queueing Systems I, 3.8',
    tolerance: 'four standard deviations of a count of which half is random, and 2 %; the size that is farthest off',
    measure(trace, values, scenario) {
      if (!isClosed(values, scenario)) return notHere('Users pause, write or wait for something else than cores.')
      const sizes = sweepResults(trace, values.number('pool')).filter(({ count }) => count >= 50)
      if (sizes.length === 0) return notHere('No size has answered fifty requests yet.')
      const found = sizes.map(({ size, perSecond, count }) => {
        const law = sweepThroughput(size, values)
        return { perSecond, law, slack: law * (0.02 + 4 * Math.sqrt(0.5 / count)) }
      })
      const far = found.reduce((worst, each) => (offBy(each) > offBy(worst) ? each : worst))
      return within(far.perSecond, far.law, far.slack, 'requests/s')
    },
  },
  {
    id: 'limit',
    name: 'A database has no more connections than it allows',
    formula: 'connections ≤ max_connections',
    source: 'PostgreSQL documentation, “Connections and Authentication”, max_connections',
    tolerance: 'exact, at every moment',
    measure(trace, values) {
      const peaks = ['primary', ...namesOf(trace, 'replica')].map((name) => gaugePeak(trace, name, 'connections'))
      return atMost(Math.max(...peaks), values.number('max'), 'connections')
    },
  },
  {
    id: 'no-deadlock',
    name: 'A pool that is large enough never sticks',
    formula: 'pool ≥ threads · (connections − 1) + 1: no moment at which all holders wait for one more',
    source: 'HikariCP wiki, “About Pool Sizing”, “Pool-locking”; the pigeonhole principle',
    tolerance: 'exact, at every moment',
    measure(trace, values, { variant }) {
      const connections = values.number('connections')
      if (!BOUNDED.includes(variant)) return notHere('The pool has no bound.')
      if (connections === 1) return notHere('A request needs one connection at a time.')
      const least = deadlockFreeSize(values.number('threads'), connections)
      if (values.number('pool') < least) return notHere(`The pool is smaller than ${least}, so it may stick.`)
      const stuck = trace.breaches.filter(({ check }) => check === NOT_STUCK).length
      return exactly(stuck, 0, 'moments')
    },
  },
  {
    id: 'users-little',
    name: 'Users who do not think are always asking',
    formula: 'Σ R = N · T, or N = X · R: the interactive response time law with Z = 0',
    source: 'Lazowska and others, Quantitative System Performance (1984), chapter 3',
    tolerance: 'exact, in whole microseconds; what is open at the end counts up to it',
    measure(trace, values) {
      const users = values.number('users')
      if (users === 0 || values.number('think') > 0)
        return notHere('Requests come at a rate of their own, or users think.')
      if (values.flag('look') && values.number('writes') > 0) return notHere('Users wait before they look.')
      if (marksOf(trace, ['node/crashed', 'node/restarted']).some(({ node }) => node === nodeIndex(trace, 'users')))
        return notHere('Users go away and come back.')
      let sum = 0
      for (let request = 1; request <= trace.requestCount; request++)
        sum += Math.min(trace.requestEndMicros(request), trace.reachedMicros) - trace.requestStartMicros(request)
      return exactly(sum, users * trace.reachedMicros, 'µs')
    },
  },
]

const NO_QUEUE = 'This is no queue of one pool with random arrivals and work, whose database is not crowded.'
const NO_LOSS = 'This is no pool without a line, with random arrivals and work, whose database is not crowded.'

/** One pool, nothing of its own in the way: Poisson arrivals, exponential loans. */
function isErlang(values: Values, { variant, script }: Scenario): boolean {
  return (
    variant === 'pool' &&
    script.length === 0 &&
    values.number('apps') === 1 &&
    values.number('users') === 0 &&
    values.text('arrivals') === 'poisson' &&
    values.text('sizes') === 'exponential' &&
    ['writes', 'reports', 'pages', 'hold', 'latency', 'hindrance', 'leak', 'statement'].every(
      (key) => values.number(key) === 0,
    ) &&
    values.number('connections') === 1 &&
    values.number('min') === values.number('pool') &&
    values.number('cores') >= values.number('pool')
  )
}

interface Measured {
  readonly perSecond: number
  readonly law: number
  readonly slack: number
}
/** How far from the law, in multiples of what is allowed. */
function offBy({ perSecond, law, slack }: Measured): number {
  return Math.abs(perSecond - law) / slack
}

/** Users who only read and never pause, one pool, and nothing that fails. */
function isClosed(values: Values, { variant, script }: Scenario): boolean {
  return (
    variant === 'pool' &&
    script.every(({ kind }) => kind === 'set') &&
    values.number('apps') === 1 &&
    values.number('users') > 0 &&
    values.text('sizes') === 'exponential' &&
    ['writes', 'reports', 'pages', 'think', 'leak', 'statement'].every((key) => values.number(key) === 0) &&
    values.number('connections') === 1 &&
    values.number('threads') >= values.number('users')
  )
}

function meanLent(trace: Trace): number {
  return gaugeAverage(trace, nodeIndex(trace, 'app-1'), 'lent:primary', SECOND, trace.reachedMicros) ?? 0
}

function lentArea(trace: Trace, nodes: readonly string[]): number {
  let area = 0
  for (const name of nodes) {
    const node = nodeIndex(trace, name)
    for (const key of poolsOf(trace, name)) {
      const { events, values, length } = trace.gaugeHistory(node, `lent:${key}`)
      for (let index = 0; index < length; index++) {
        const from = trace.eventMicros(events[index] as number)
        const to = index + 1 < length ? trace.eventMicros(events[index + 1] as number) : trace.reachedMicros
        area += (values[index] as number) * (to - from)
      }
    }
  }
  return area
}

/** Names of the pools that a node's marks tell of. */
function poolsOf(trace: Trace, name: string): readonly string[] {
  const marks = marksOf(trace, ['pool/lent', 'pool/handed'])
  return [...new Set(marks.filter(({ details }) => details.node === name).map(({ details }) => String(details.pool)))]
}

/** Every loan from when it began to when it ended, or to the end of the run. */
function timesHeld(trace: Trace): number {
  let [sum, open] = [0, 0]
  for (const mark of marksOf(trace, ['pool/lent', 'pool/handed'])) {
    sum -= mark.atMicros
    open++
  }
  for (const mark of marksOf(trace, ['pool/returned', 'pool/leaked'])) {
    if (mark.name === 'pool/leaked' && mark.details.taken !== true) continue
    if (!(numberOf(mark, 'held') >= 0)) continue
    sum += mark.atMicros
    open--
  }
  return sum + open * trace.reachedMicros
}
