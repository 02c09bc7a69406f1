import { HopKind } from '../../protocol'
import type { Scenario } from '../../scenario/scenario'
import { gaugeBefore, marksOf, nodeIndex } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atLeast, atMost, between, type Law, notHere, type Proof, within } from '../law'
import { callsTo, SECOND, spansOfState } from './claims-measures'
import { BUDGET_BURST } from './model-resilience'

const END = Number.POSITIVE_INFINITY
/** Variants that ignore late results and let only so many probes out. */
const SOUND = ['consecutive', 'window', 'time']

const laws: readonly Law[] = [
  {
    id: 'amplification',
    name: 'Retries of tiers multiply',
    formula: 'calls of one request ≤ tries^tiers',
    source: 'Google, Site Reliability Engineering, chapter 22, “Addressing Cascading Failures”',
    tolerance: 'exact, for every request',
    measure(trace, values) {
      if (values.text('hedge') !== 'off') return notHere('Hedging sends copies beyond the retries.')
      const most = Math.max(0, ...callsOfRequests(trace).values())
      return atMost(most, power(values.number('tries'), values.number('tiers')), 'calls')
    },
  },
  {
    id: 'retry-budget',
    name: 'A budget bounds the load that retries add',
    formula: 'calls ≤ N · (1 + p)^tiers, and what each tier had saved up',
    source: 'Site Reliability Engineering, chapter 21, “Handling Overload”; Finagle, RetryBudget',
    tolerance: 'exact',
    measure(trace, values) {
      if (values.number('budget') === 0) return notHere('There is no budget.')
      if (values.text('hedge') !== 'off') return notHere('Hedging sends copies beyond the budget.')
      const ratio = 1 + values.number('budget') / 100
      let most = trace.requestCount
      for (let tier = 0; tier < values.number('tiers'); tier++) most = most * ratio + BUDGET_BURST
      return atMost(callsTo(trace, 'service'), most, 'calls')
    },
  },
  {
    id: 'calls-to-trip',
    name: 'A run of failures by lot is waited for this long',
    formula: 'E = (1 − q^k) / (q^k · (1 − q)) calls until k fail in a row',
    source: 'Feller, An Introduction to Probability Theory I, section XIII.7, runs of successes',
    tolerance: 'four standard deviations of the mean of as many waits (Wilson and Hilferty’s cube root)',
    measure(trace, values, scenario) {
      if (scenario.variant !== 'consecutive') return notHere('This breaker counts no run.')
      const from = failsByLotFrom(scenario)
      if (from === null) return notHere('The service does not fail by lot.')
      const counts = callsUntilOpening(trace, from)
      if (counts.length < 8) return notHere('It opens fewer than eight times: too few for a mean.')
      const [share, limit] = [values.number('fail-share') / 100, values.number('failures')]
      const all = power(share, limit)
      const law = (1 - all) / (all * (1 - share))
      const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
      const { low, high } = factorsOfMean(counts.length)
      return between(mean, law, law * low, law * high, 'calls')
    },
  },
  {
    id: 'rate-at-opening',
    name: 'It opens at the rate that is set, never below',
    formula: 'failed / calls in the window ≥ limit',
    source: 'resilience4j, CircuitBreakerConfig.failureRateThreshold',
    tolerance: 'exact, at every opening',
    measure(trace, values) {
      const rates = marksOf(trace, 'breaker/opened', 0, END)
        .filter(({ details }) => details.failed !== undefined && details.of !== undefined)
        .map(({ details }) => Number(details.failed) / Number(details.of))
      if (rates.length === 0) return notHere('No breaker opens by its failure rate.')
      return atLeast(Math.min(...rates), values.number('failure-rate') / 100, '%')
    },
  },
  {
    id: 'open-time',
    name: 'Once open, it stays open for its whole time',
    formula: 'half-open − opened ≥ open time',
    source: 'resilience4j, waitDurationInOpenState; Nygard, Release It!, “Circuit Breaker”',
    tolerance: 'exact, in whole microseconds',
    measure(trace, values, { variant }) {
      if (!SOUND.includes(variant)) return notHere('This variant does not promise it, or has no breaker.')
      const spans = spansOfState(trace, 'open').filter(({ to }) => to < trace.heldMicros)
      if (spans.length === 0) return notHere('The gateway’s breaker does not open and come to half-open.')
      return atLeast(Math.min(...spans.map(({ from, to }) => to - from)), values.number('open'), 'µs')
    },
  },
  {
    id: 'permits',
    name: 'Half-open, no more probes go out than it has permits',
    formula: 'probes ≤ permits',
    source: 'resilience4j, permittedNumberOfCallsInHalfOpenState',
    tolerance: 'exact, for every half-open time',
    measure(trace, values, { variant }) {
      if (!SOUND.includes(variant)) return notHere('This variant does not promise it, or has no breaker.')
      const given = marksOf(trace, 'breaker/probe', 0, END).map(({ details }) => Number(details.given))
      if (given.length === 0) return notHere('No breaker comes to half-open.')
      return atMost(Math.max(...given), values.number('permits'), 'probes')
    },
  },
  {
    id: 'throttle',
    name: 'A throttled caller sends K times what is accepted',
    formula: 'p = max(0, (requests − K · accepts) / (requests + 1)), so sent → K · accepts, K = 2',
    source: 'Site Reliability Engineering, chapter 21, “Client-Side Throttling”',
    tolerance: 'within 10 %, from 10 s on',
    measure(trace, values) {
      if (!values.flag('throttle')) return notHere('Nobody throttles.')
      const capacity = (values.number('workers') * SECOND) / values.number('work')
      if (values.number('rps') < 2 * capacity)
        return notHere('Less than twice of what the service can do is asked for.')
      if (trace.horizonMicros < 15 * SECOND) return notHere('The run is shorter than 15 s.')
      const grown = (node: string, key: string): number =>
        gaugeBefore(trace, node, key, END) - gaugeBefore(trace, node, key, 10 * SECOND)
      return within(grown('gateway', 'sent') / Math.max(1, grown('service', 'served')), 2, 0.2, '× accepted')
    },
  },
]

const proof: Proof = {
  modelled: [
    'one to three calling tiers with threads, and a service that is slow, fails, flaps or answers 404',
    'five breakers; retries with backoff, budget and deadlines; bulkhead, hedging, throttling',
  ],
  leftOut: [
    'outlier ejection of single replicas',
    'telling the service that a hedged call is no longer wanted',
    'the end of a Node process by an uncaught exception',
  ],
  laws,
}

export default proof

function power(base: number, exponent: number): number {
  let product = 1
  for (let factor = 0; factor < exponent; factor++) product *= base
  return product
}

/** How many calls to the service each request brought. */
function callsOfRequests(trace: Trace): ReadonlyMap<number, number> {
  const service = nodeIndex(trace, 'service')
  const counts = new Map<number, number>()
  for (let hop = 0; hop < trace.hopCount; hop++) {
    if (trace.hopKind(hop) !== HopKind.request || trace.topology.links[trace.hopLink(hop)]?.to !== service) continue
    const request = trace.hopRequest(hop)
    counts.set(request, (counts.get(request) ?? 0) + 1)
  }
  return counts
}

/** From when on calls fail by lot and nothing else is done; null when that is not the script. */
function failsByLotFrom({ script }: Scenario): number | null {
  const [only] = script
  if (script.length !== 1 || only?.kind !== 'act' || only.action !== 'fail-some') return null
  return only.at
}

/** How many calls the closed breaker of the gateway counted before each opening by a run. */
function callsUntilOpening(trace: Trace, from: number): number[] {
  const gateway = nodeIndex(trace, 'gateway')
  const counts: number[] = []
  let counted = 0
  for (let index = trace.marksSet(trace.countBefore(from)); index < trace.markCount; index++) {
    if (trace.markNodeOf(index) !== gateway) continue
    const name = trace.markNameOf(index)
    if (name === 'breaker/counted') counted++
    if (name === 'breaker/opened' && trace.mark(index).details.failures !== undefined) counts.push(counted)
    if (name === 'breaker/opened' || name === 'breaker/closed') counted = 0
  }
  return counts
}

/**
 * Bounds of the mean of n waits, each nearly exponential, as multiples of the expected one: the cube root of a gamma
 * variable is nearly normal (Wilson and Hilferty, 1931).
 */
function factorsOfMean(waits: number): { readonly low: number; readonly high: number } {
  const variance = 1 / (9 * waits)
  const cube = (root: number): number => root * root * root
  return { low: cube(1 - variance - 4 * Math.sqrt(variance)), high: cube(1 - variance + 4 * Math.sqrt(variance)) }
}
