import type { Scalability } from '../../algorithms/scaling/scalability'
import type { Values } from '../../scenario/parameters'

export const CLIENT = 'clients'
export const POOL = 'pool'
export const MONITOR = 'monitor'
/** How many times the cores a replaced machine has. */
export const UPGRADE = 4

/** Decisions that an autoscaler remembers for its chart. */
export const HISTORY_ROWS = 20

/** Kinds of the pool and the monitor: what they show depends on it. */
export type PoolKind = 'entry' | 'shared-queue' | 'pool' | 'elastic-pool'

export function poolKindOf(variant: string): PoolKind {
  if (variant === 'big') return 'entry'
  if (variant === 'pooled') return 'shared-queue'
  return variant === 'autoscaled' ? 'elastic-pool' : 'pool'
}

export function monitorKindOf(variant: string): 'autoscaler' | 'monitor' {
  return variant === 'autoscaled' ? 'autoscaler' : 'monitor'
}

/** Machines of a pool, those that run from the start first. */
export function machinesOf(kind: PoolKind, values: Values): string[] {
  const fixed = values.number('servers') + values.number('spare')
  const count = kind === 'entry' ? 1 : kind === 'elastic-pool' ? values.number('max') : fixed
  return Array.from({ length: count }, (_, index) => `s${index + 1}`)
}

export function scalabilityOf(values: Values): Scalability {
  return { sigma: values.number('sigma') / 100, kappa: values.number('kappa') / 10_000 }
}

/** The workers of one machine and the mean time that one of them needs for a request, alone on it. */
export function machineOf(variant: string, values: Values): { readonly workers: number; readonly workMicros: number } {
  const [workers, workMicros] = [values.number('workers'), values.number('work')]
  if (variant !== 'big') return { workers, workMicros }
  const size = values.number('servers')
  return values.text('grow') === 'faster'
    ? { workers, workMicros: workMicros / size }
    : { workers: workers * size, workMicros }
}
