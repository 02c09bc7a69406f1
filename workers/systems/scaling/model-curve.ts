import { meanResponse } from '../../algorithms/scaling/erlang'
import { priceOfSize } from '../../algorithms/scaling/price'
import { capacityOf, ceilingOf, peakOf, type Scalability } from '../../algorithms/scaling/scalability'
import type { Values } from '../../scenario/parameters'
import type { TheoryCurve } from '../glyphs'
import { machineOf, machinesOf, poolKindOf, scalabilityOf } from './model-shape'

/** Utilisations at which the curves have a point, in percent: closer where they bend. */
const BUSY = [1, 10, 20, 30, 40, 50, 60, 65, 70, 75, 78, 81, 84, 86, 88, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99]
const WORKERS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 19, 23, 27, 32, 38, 45, 54, 64, 76, 91, 108, 128]

/** What theory says of this system: time against utilisation, or throughput against workers where they hinder each other. */
export function theoryOf(variant: string, values: Values): TheoryCurve[] {
  const law = scalabilityOf(values)
  if (law.sigma > 0 || law.kappa > 0) return throughputCurves(1_000_000 / machineOf(variant, values).workMicros, law)
  return timeCurves(variant, values)
}

/** The law that holds, and what would hold without coherency costs and without contention. */
function throughputCurves(alone: number, law: Scalability): TheoryCurve[] {
  const curve = (name: string, own: Scalability): TheoryCurve => ({
    name,
    x: WORKERS,
    y: WORKERS.map((count) => rounded(alone * capacityOf(count, own))),
  })
  const contention = { sigma: law.sigma, kappa: 0 }
  const linear = curve('linear', { sigma: 0, kappa: 0 })
  const amdahl = curve('Amdahl', contention)
  if (law.kappa === 0) return [{ ...amdahl, name: 'Amdahl’s law', limit: rounded(alone * ceilingOf(law)) }, linear]
  const usl = { ...curve('USL', law), peak: rounded(peakOf(law)) }
  return law.sigma > 0 ? [usl, amdahl, linear] : [usl, linear]
}

/** The ways in which the same capacity can be bought, with its own first: one machine, one queue, a queue each. */
function timeCurves(variant: string, values: Values): TheoryCurve[] {
  const own = machineOf(variant, values)
  const big = machineOf('big', values)
  const small = machineOf('pooled', values)
  const machines = variant === 'big' ? values.number('servers') : machinesOf(poolKindOf(variant), values).length
  if (machines === 1) return [curve(`M/M/${own.workers}`, own.workers, own.workMicros, {})]
  const price = values.number('price')
  const prices = { small: { centsPerHour: price * machines }, big: {} }
  if (machines === values.number('servers'))
    prices.big = { centsPerHour: priceOfSize(price, machines, values.number('exponent') / 100) }
  const one = curve('one big machine', big.workers, big.workMicros, prices.big)
  const pooled = curve('one queue', small.workers * machines, small.workMicros, prices.small)
  const split = curve('a queue each', small.workers, small.workMicros, prices.small)
  if (variant === 'big') return [one, pooled, split]
  return variant === 'pooled' || variant === 'shortest' ? [pooled, split, one] : [split, pooled, one]
}

function curve(name: string, workers: number, workMicros: number, price: { readonly centsPerHour?: number }) {
  const y = BUSY.map((busy) => Math.round(workMicros * meanResponse(workers, (workers * busy) / 100)))
  return { name, x: BUSY, y, ...price } satisfies TheoryCurve
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10
}
