import { capacityOf, ceilingOf, peakOf } from '../../algorithms/scaling/scalability'
import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import { marksOf } from '../../trace/marks'
import { meanLatency, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atLeast, atMost, exactly, type Finding, type Law, notHere, type Proof, within } from '../law'
import { busyShare, monitorOf, paidCents, SECOND, stagesOf, throughput } from './claims-measures'
import { machineOf, scalabilityOf } from './model-shape'
import { offeredLoad, responseLaw } from './proof-theory'

const MEAN_TOLERANCE =
  'four standard deviations of the mean of n requests, each about √(2(1 + ρ) / n) / (1 − ρ) of it (Whitt, “Planning Queueing Simulations”, 1989)'

/** Mean times of one kind of queue. */
function responseOf(id: string, variant: string, name: string, formula: string, source: string): Law {
  return {
    id,
    name,
    formula,
    source,
    tolerance: MEAN_TOLERANCE,
    measure: (trace, values, scenario) =>
      ifSteady(trace, values, scenario, ({ load, mean, requests }) => {
        const law = scenario.variant === variant ? responseLaw(variant, values) : null
        if (law === null) return notHere('Another way of queueing.')
        const deviation = Math.sqrt((2 * (1 + load)) / requests) / (1 - load)
        return within(mean, law, 4 * deviation * law, 'µs')
      }),
  }
}

const laws: readonly Law[] = [
  {
    id: 'utilisation',
    name: 'Workers are busy for as long as the work that comes',
    formula: 'U = λ · S / c',
    source: 'utilisation law, Denning and Buzen, ACM Computing Surveys 10 (1978)',
    tolerance: 'four standard deviations of the sum of as many exponential works',
    measure: (trace, values, scenario) =>
      ifSteady(trace, values, scenario, ({ load, requests }) =>
        within(busyShare(trace, 0, trace.reachedMicros), load, 4 * load * Math.sqrt(2 / requests), '%'),
      ),
  },
  responseOf(
    'one-fast',
    'big',
    'One fast worker is a queue of its own speed',
    'W = 1 / (nμ − λ), M/M/1; with more workers M/M/c',
    'Kleinrock, Queueing Systems I (1975), section 3.2',
  ),
  responseOf(
    'erlang-c',
    'pooled',
    'One queue for c workers waits as Erlang says',
    'W = S + C(c, a) · S / (c − a), a = λ · S',
    'Erlang (1917); Kleinrock, Queueing Systems I (1975), section 3.5',
  ),
  responseOf(
    'separate',
    'random',
    'By lot, every machine is a queue of its own',
    'W = 1 / (μ − λ / n), n times M/M/1',
    'splitting of a Poisson process: Kleinrock, Queueing Systems I (1975), section 2.4',
  ),
  {
    id: 'pooling',
    name: 'No way to split is faster than one queue',
    formula: 'W ≥ S + C(c, a) · S / (c − a)',
    source: 'Wolff, Stochastic Modeling and the Theory of Queues (1989), section 11-8',
    tolerance: `not below it by more than ${MEAN_TOLERANCE}`,
    measure: (trace, values, scenario) =>
      ifSteady(trace, values, scenario, ({ load, mean, requests }) => {
        const law = responseLaw('pooled', values)
        if (law === null || !['random', 'turns', 'shortest'].includes(scenario.variant))
          return notHere('The machines have no queue each.')
        return atLeast(mean, law, 'µs', ((4 * Math.sqrt((2 * (1 + load)) / requests)) / (1 - load)) * law)
      }),
  },
  {
    id: 'usl',
    name: 'A full machine does what the Universal Scalability Law says',
    formula: 'X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), highest at N* = √((1 − σ) / κ)',
    source: 'Gunther, Guerrilla Capacity Planning (2007), chapter 4',
    tolerance:
      'within 5 % for fixed work, otherwise four standard deviations of a count; the stage that is farthest off',
    measure(trace, values, scenario) {
      const stages = fullStages(trace, values, scenario)
      if (stages.length === 0) return notHere('No machine with workers that hinder each other is busy all the time.')
      const far = stages.reduce((worst, stage) => (Math.abs(stage.off) > Math.abs(worst.off) ? stage : worst))
      const share = values.text('sizes') === 'fixed' ? 0.05 + far.workers / 2 / far.count : 4 / Math.sqrt(far.count)
      return within(far.measured, far.law, share * far.law, 'requests/s')
    },
  },
  {
    id: 'amdahl',
    name: 'No number of workers beats Amdahl’s ceiling',
    formula: 'X(N) / X(1) < 1 / σ',
    source: 'Amdahl, AFIPS Spring Joint Computer Conference (1967)',
    tolerance: 'within 5 %',
    measure(trace, values, scenario) {
      const { sigma } = scalabilityOf(values)
      const stages = fullStages(trace, values, scenario)
      if (sigma === 0 || stages.length === 0) return notHere('No full machine has work that only one may do.')
      const alone = SECOND / values.number('work')
      const ceiling = ceilingOf({ sigma, kappa: 0 })
      const gain = Math.max(...stages.map(({ measured }) => measured / alone))
      return atMost(gain, ceiling, 'times one worker', 0.05 * ceiling)
    },
  },
  {
    id: 'fit',
    name: 'A load test finds the law of the machine',
    formula: 'N / X(N) = (1 + σ(N − 1) + κN(N − 1)) / λ by least squares; peak √((1 − σ) / κ), ceiling λ / σ',
    source: 'Gunther, Guerrilla Capacity Planning (2007), chapter 5',
    tolerance:
      'within 20 % after five stages or more of fixed work, whose counts are out by up to half a request of each worker',
    measure(trace, values, scenario) {
      const law = scalabilityOf(values)
      const last = marksOf(trace, ['curve/fitted', 'curve/fitted-ceiling']).at(-1)?.details
      if (fullStages(trace, values, scenario).length < 5 || values.text('sizes') !== 'fixed' || last === undefined)
        return notHere('No machine is full in five stages of fixed work.')
      if (law.kappa > 0) return within(Number(last.peak), peakOf(law), 0.2 * peakOf(law), 'workers')
      const ceiling = (SECOND / machineOf('big', values).workMicros) * ceilingOf(law)
      return within(Number(last.ceiling), ceiling, 0.2 * ceiling, 'requests/s')
    },
  },
  {
    id: 'bill',
    name: 'The bill is price times time, machine by machine',
    formula: 'paid = Σ ∫ price dt, from each start to each end',
    source: 'conservation: the monitor’s bill beside what each machine shows',
    tolerance: 'a millionth of a cent, for rounding',
    measure(trace) {
      const { events, values: bills, length } = trace.gaugeHistory(monitorOf(trace), 'paidCents')
      if (length < 2) return notHere('The monitor has not looked yet.')
      const at = trace.eventMicros(events[length - 1] as number)
      return within(bills[length - 1] as number, paidCents(trace, at), 1e-6, '¢')
    },
  },
  {
    id: 'replicas',
    name: 'Every number that is wanted follows from how busy the machines are',
    formula: 'wanted = ⌈n · utilisation / target⌉ between min and max; nothing within 10 %',
    source: 'Kubernetes, “Horizontal Pod Autoscaling”, algorithm details',
    tolerance: 'exact, for every decision while no machine boots',
    measure(trace, values, { variant }) {
      if (variant !== 'autoscaled') return notHere('There is no autoscaler.')
      const decisions = marksOf(trace, DECISIONS).filter(({ details }) => details.booting === 0)
      if (decisions.length === 0) return notHere('It has decided nothing yet.')
      const right = decisions.filter(({ details }) => {
        const [busy, current] = [Number(details.utilisation), Number(details.current)]
        return Number(details.wanted) === wantedBy(busy / (values.number('target') / 100), current, values)
      })
      return exactly(right.length, decisions.length, 'decisions')
    },
  },
  {
    id: 'never-early',
    name: 'No machine serves before it has booted',
    formula: 'ready − start ≥ boot time',
    source: 'conservation',
    tolerance: 'exact, in whole microseconds',
    measure(trace, values) {
      const starts = new Map<number, number>()
      const waits: number[] = []
      for (const mark of marksOf(trace, ['machine/boots', 'machine/ready'])) {
        if (mark.name === 'machine/boots') starts.set(mark.node, mark.atMicros)
        else waits.push(mark.atMicros - (starts.get(mark.node) ?? mark.atMicros))
      }
      if (waits.length === 0) return notHere('No machine boots.')
      return atLeast(Math.min(...waits), values.number('boot'), 'µs')
    },
  },
]

const proof: Proof = {
  modelled: [
    'machines with workers that hinder each other, boot time, price by size, and a bill',
    'a load test that adds up time, throughput and cost by stages, and fits the Universal Scalability Law to them',
    'one queue for all, or a queue each by lot, in turn or the shortest; health probes; draining',
    'an autoscaler by target utilisation with tolerance, boot, stabilisation and cooldown',
  ],
  leftOut: [
    'a database behind the machines',
    'memory and disk: a machine is larger only in cores or in their speed',
    'reserved and spot prices',
    'limits on how fast an autoscaler may grow',
    'scaling by predicted load',
  ],
  laws,
}

export default proof

const DECISIONS = ['up', 'down', 'keeps', 'stabilises', 'cools-down', 'at-most'].map((name) => `autoscaler/${name}`)

function wantedBy(ratio: number, current: number, values: Values): number {
  const [min, max] = [values.number('min'), values.number('max')]
  const inTolerance = Math.abs(1 - ratio) <= values.number('tolerance') / 100
  const count = inTolerance ? current : Math.ceil(current * ratio - 1e-9)
  return Math.min(max, Math.max(min, count))
}

interface Steady {
  readonly load: number
  /** Mean time at the pool. */
  readonly mean: number
  readonly requests: number
}

/** The formulas speak of Poisson arrivals, exponential work, workers that do not hinder each other and no failures. */
function ifSteady(trace: Trace, values: Values, scenario: Scenario, measure: (steady: Steady) => Finding): Finding {
  const { sigma, kappa } = scalabilityOf(values)
  if (scenario.script.length > 0 || scenario.variant === 'autoscaled')
    return notHere('Something changes during this run, and the formula is for one that goes on alike.')
  if (values.text('arrivals') !== 'poisson') return notHere('Arrivals are not Poisson.')
  if (values.text('sizes') !== 'exponential') return notHere('The work is not exponential.')
  if (sigma > 0 || kappa > 0) return notHere('Workers hinder each other.')
  const load = offeredLoad(scenario.variant, values)
  if (load >= 0.95) return notHere('More comes than the machines can do with ease: a mean needs far longer.')
  const { served, failed } = requestCounts(trace)
  if (failed > 0) return notHere('Requests fail, and the formula has none.')
  const mean = meanLatency(trace)
  if (mean === null || served < 1_000) return notHere('Fewer than 1,000 requests ended: too few for a mean.')
  return measure({ load, mean: mean - 2 * values.number('latency'), requests: served })
}

interface FullStage {
  readonly measured: number
  readonly law: number
  readonly count: number
  readonly workers: number
  /** Measured ÷ law − 1. */
  readonly off: number
}

/** Stages of one machine in which its workers were busy all the time. */
function fullStages(trace: Trace, values: Values, scenario: Scenario): FullStage[] {
  const law = scalabilityOf(values)
  const isOther = scenario.script.some(({ kind }) => kind !== 'set')
  if ((law.sigma === 0 && law.kappa === 0) || isOther || scenario.variant !== 'big') return []
  const factor = values.text('grow') === 'wider' ? values.number('servers') : 1
  const speed = values.text('grow') === 'wider' ? 1 : values.number('servers')
  return stagesOf(scenario, 'workers').flatMap(({ value, from, to }) => {
    if (to - from < 3 * SECOND || busyShare(trace, from, to) < 0.99) return []
    const expected = ((SECOND * speed) / values.number('work')) * capacityOf(value * factor, law)
    const measured = throughput(trace, from, to)
    const count = (measured * (to - from)) / SECOND
    return [{ measured, law: expected, count, workers: value * factor, off: measured / expected - 1 }]
  })
}
