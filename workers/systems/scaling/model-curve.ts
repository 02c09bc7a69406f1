import { meanResponse } from '../../algorithms/scaling/erlang'
import { capacityOf, ceilingOf, peakOf } from '../../algorithms/scaling/scalability'
import type { Values } from '../../scenario/parameters'
import type { TheoryCurve } from '../glyphs'
import { machineOf, machinesOf, poolKindOf, scalabilityOf } from './model-shape'

/** Utilisations at which the curves have a point, in percent: closer where they bend. */
const BUSY = [1, 10, 20, 30, 40, 50, 60, 65, 70, 75, 78, 81, 84, 86, 88, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99]
const WORKERS = [1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128]

/** What theory says of this system: time against utilisation, or throughput against workers where they hinder each other. */
export function theoryOf(variant: string, values: Values): TheoryCurve[] {
  const law = scalabilityOf(values)
  const { workers, workMicros } = machineOf(variant, values)
  if (law.sigma > 0 || law.kappa > 0) {
    const alone = 1_000_000 / workMicros
    const y = WORKERS.map((count) => rounded(alone * capacityOf(count, law)))
    if (law.kappa > 0) return [{ name: 'USL', x: WORKERS, y, peak: rounded(peakOf(law)) }]
    return [{ name: 'Amdahl’s law', x: WORKERS, y, limit: rounded(alone * ceilingOf(law)) }]
  }
  const machines = machinesOf(poolKindOf(variant), values).length
  const curve = (name: string, queueWorkers: number): TheoryCurve => ({
    name,
    x: BUSY,
    y: BUSY.map((busy) => Math.round(workMicros * meanResponse(queueWorkers, (queueWorkers * busy) / 100))),
  })
  if (variant === 'big' || machines === 1) return [curve(`M/M/${workers}`, workers)]
  return [curve('one queue', workers * machines), curve('a queue each', workers)]
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10
}
