import { meanResponse } from '../../algorithms/scaling/erlang'
import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import { gaugeAverage, meanLatency, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atLeast, between, type Finding, type Law, notHere, type Proof, within } from '../law'

const UNIT = '× the work'
/** Means of queues this full converge slowly; the tolerance was set before the first run. */
const SLOW = 0.4

const laws: readonly Law[] = [
  {
    id: 'utilisation',
    name: 'Servers are busy for as long as the work that comes',
    formula: 'U = λ · S / (servers · workers)',
    source: 'utilisation law, Denning and Buzen, ACM Computing Surveys 10 (1978)',
    tolerance: 'four standard deviations of the sum of as many exponential works',
    measure: (trace, values, scenario) =>
      ifSteady(trace, values, scenario, ({ load, requests }) =>
        within(busyShare(trace, values), load, 4 * load * Math.sqrt(2 / requests), '%'),
      ),
  },
  {
    id: 'split-queues',
    name: 'By lot, each server is a queue of its own',
    formula: 'W = S + C(c, a) · S / (c − a) for M/M/c at each server; one worker: 1 / (μ − λ)',
    source: 'Erlang (1917); Kleinrock, Queueing Systems I, sections 3.2 and 3.5',
    tolerance: 'within 40 %: at 90 % load the mean converges slowly',
    measure: (trace, values, scenario) =>
      ifSteady(trace, values, scenario, ({ time }) => {
        if (scenario.variant !== 'random') return notHere('The choice is not by lot.')
        const law = splitTime(values)
        return within(time, law, SLOW * law, UNIT)
      }),
  },
  {
    id: 'turns',
    name: 'In turn, arrivals at each server are evener than by lot',
    formula: 'W = S / (1 − σ), σ = (λ / (λ + μ(1 − σ)))^n for E_n/M/1',
    source: 'G/M/1: Kleinrock, Queueing Systems I, chapter 6',
    tolerance: 'within 40 %: at 90 % load the mean converges slowly',
    measure: (trace, values, scenario) =>
      ifSteady(trace, values, scenario, ({ time }) => {
        if (scenario.variant !== 'round-robin') return notHere('Servers do not take turns.')
        if (values.number('workers') !== 1) return notHere('The formula is for one worker a server.')
        const law = turnsTime(values)
        return within(time, law, SLOW * law, UNIT)
      }),
  },
  {
    id: 'two-choices',
    name: 'Two choices are far from one, and near the limit of many servers',
    formula: 'W ≥ S · Σ ρ^(2^k − 2), k = 1, 2, …, the limit for n → ∞',
    source: 'Mitzenmacher, “The Power of Two Choices in Randomized Load Balancing” (1996)',
    tolerance: 'from 10 % below the limit up to half of what one choice takes',
    measure: (trace, values, scenario) =>
      ifSteady(trace, values, scenario, ({ time, load }) => {
        if (scenario.variant !== 'two-choices') return notHere('No two servers are drawn.')
        if (values.number('workers') !== 1) return notHere('The formula is for one worker a server.')
        const law = twoChoicesLimit(load)
        return between(time, law, 0.9 * law, Math.max(law, splitTime(values) / 2), UNIT)
      }),
  },
  {
    id: 'one-queue',
    name: 'No choice is faster than one queue for all servers',
    formula: 'W ≥ S + C(n, a) · S / (n − a), M/M/n with n = servers · workers',
    source: 'Erlang C; Wolff, Stochastic Modeling and the Theory of Queues (1989)',
    tolerance: 'not below it by more than 10 %',
    measure: (trace, values, scenario) =>
      ifSteady(trace, values, scenario, ({ time, load }) => {
        const workers = values.number('servers') * values.number('workers')
        const law = meanResponse(workers, load * workers)
        return atLeast(time, law, UNIT, 0.1 * law)
      }),
  },
]

const proof: Proof = {
  modelled: [
    'open-loop clients: steady, Poisson or in bursts; fixed, exponential or heavy-tailed work',
    'eight ways to choose, two of them as in the guide; workers and bounded queues; servers that are cold after a restart',
    'health probes with rise and fall, timeouts, refused and lost connections',
    'ejection by failures of real requests, a panic threshold, slow start and draining',
  ],
  leftOut: [
    'retries at another server',
    'ejection by latency or success rate',
    'several balancers',
    'the set-up of connections',
  ],
  laws,
}

export default proof

interface Steady {
  /** Utilisation that is offered. */
  readonly load: number
  /** Mean time at the servers, as a multiple of the mean work. */
  readonly time: number
  readonly requests: number
}

/** The formulas speak of Poisson arrivals, exponential work, servers alike and a queue that never overflows. */
function ifSteady(trace: Trace, values: Values, { script }: Scenario, measure: (steady: Steady) => Finding): Finding {
  if (script.length > 0)
    return notHere('Something is changed during this run, and the formula is for one that goes on alike.')
  if (values.text('arrivals') !== 'poisson') return notHere('Arrivals are not Poisson.')
  if (values.text('sizes') !== 'exponential') return notHere('The work is not exponential.')
  const work = values.number('work')
  const workers = values.number('servers') * values.number('workers')
  const load = (values.number('rps') * work) / 1_000_000 / workers
  if (load >= 1) return notHere('More comes than the servers can do: no steady state.')
  const { served, failed } = requestCounts(trace)
  if (failed > 0) return notHere('Requests fail, and the formula has none.')
  const mean = meanLatency(trace)
  if (mean === null || served < 1_000) return notHere('Fewer than 1,000 requests ended: too few for a mean.')
  return measure({ load, time: (mean - 4 * values.number('latency')) / work, requests: served })
}

function busyShare(trace: Trace, values: Values): number {
  let busy = 0
  trace.topology.nodes.forEach(({ kind }, node) => {
    if (kind === 'server') busy += gaugeAverage(trace, node, 'busy', 0, trace.reachedMicros) ?? 0
  })
  return busy / (values.number('servers') * values.number('workers'))
}

function splitTime(values: Values): number {
  const workers = values.number('workers')
  const offered = (values.number('rps') * values.number('work')) / 1_000_000 / values.number('servers')
  return meanResponse(workers, offered)
}

function turnsTime(values: Values): number {
  const servers = values.number('servers')
  const arrivals = (values.number('rps') * values.number('work')) / 1_000_000
  let sigma = 0
  // The root below 1 attracts from 0; each step comes nearer by a factor of about the utilisation.
  for (let step = 0; step < 2_000; step++) {
    const ratio = arrivals / (arrivals + 1 - sigma)
    let power = 1
    for (let turn = 0; turn < servers; turn++) power *= ratio
    sigma = power
  }
  return 1 / (1 - sigma)
}

function twoChoicesLimit(load: number): number {
  let sum = 0
  let term = 1
  // 2^(k + 1) − 2 = 2 · (2^k − 2) + 2, so each term is the square of the one before, times ρ².
  for (let k = 1; k <= 40; k++) {
    sum += term
    term = term * term * load * load
  }
  return sum
}
