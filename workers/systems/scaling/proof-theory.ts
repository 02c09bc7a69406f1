import { meanResponse } from '../../algorithms/scaling/erlang'
import type { Values } from '../../scenario/parameters'
import { machineOf, machinesOf, poolKindOf } from './model-shape'

/**
 * Mean time at the pool by theory in microseconds, for Poisson arrivals and exponential work at the offered load: M/M/c.
 * Null for variants of which these formulas say nothing; Infinity when more comes than can be done.
 */
export function responseLaw(variant: string, values: Values): number | null {
  const { workers, workMicros } = machineOf(variant, values)
  const machines = machinesOf(poolKindOf(variant), values).length
  const wire = 2 * values.number('latency')
  const perMicro = values.number('rps') / 1_000_000
  if (variant === 'pooled') {
    // The way to the machine and back belongs to the time for which its worker is taken.
    const taken = workMicros + wire
    return taken * meanResponse(workers * machines, perMicro * taken)
  }
  if (variant === 'big') return wire + workMicros * meanResponse(workers, perMicro * workMicros)
  if (variant === 'random') return wire + workMicros * meanResponse(workers, (perMicro * workMicros) / machines)
  return null
}

/** Utilisation that is offered, of all machines that run from the start. */
export function offeredLoad(variant: string, values: Values): number {
  const { workers, workMicros } = machineOf(variant, values)
  const machines = variant === 'big' ? 1 : values.number('servers')
  return (values.number('rps') * workMicros) / 1_000_000 / (workers * machines)
}
