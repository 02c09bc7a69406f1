/**
 * How many servers a horizontal autoscaler wants: the rules of the Kubernetes HorizontalPodAutoscaler (documentation of
 * autoscaling/v2, “Algorithm details”; the same steps as GetResourceReplicas in pkg/controller/podautoscaler).
 */
export interface ReplicaRule {
  /** Utilisation that is aimed at, above 0 and up to 1. */
  readonly target: number
  /** A ratio of measured to target within 1 ± tolerance changes nothing. Kubernetes takes 0.1. */
  readonly tolerance: number
  readonly min: number
  readonly max: number
}

export interface Fleet {
  /** Measured utilisation of each server that is ready, from 0 to 1. */
  readonly ready: readonly number[]
  /** Servers that are started but not ready, or not for long enough to be measured. */
  readonly booting: number
}

/** Why so many are wanted. */
export type ReplicaReason =
  /** Nothing is measured, so nothing changes. */
  | 'no metrics'
  | 'within tolerance'
  /** Counting those that boot as idle, more servers are not needed yet. */
  | 'booting will do'
  | 'above target'
  | 'below target'

export interface Recommendation {
  /** From min to max. */
  readonly wanted: number
  readonly reason: ReplicaReason
  /** Mean utilisation of the ready servers; 0 when there is none. */
  readonly utilisation: number
}

/**
 * wanted = ⌈n · utilisation / target⌉, where the n servers are the ready ones, and on the way up also those that boot, as
 * idle. Those may not turn the direction round.
 * @throws RangeError when target, tolerance or bounds make no sense
 */
export function recommend({ ready, booting }: Fleet, rule: ReplicaRule): Recommendation {
  checkRule(rule)
  const current = ready.length + booting
  const within = (wanted: number): number => Math.min(rule.max, Math.max(rule.min, wanted))
  if (ready.length === 0) return { wanted: within(current), reason: 'no metrics', utilisation: 0 }
  const used = ready.reduce((sum, utilisation) => sum + utilisation, 0)
  const utilisation = used / ready.length
  const settle = (wanted: number, reason: ReplicaReason): Recommendation => ({
    wanted: within(wanted),
    reason,
    utilisation,
  })
  const ratio = utilisation / rule.target
  if (ratio > 1 && booting > 0) {
    const diluted = used / current / rule.target
    if (diluted <= 1 + rule.tolerance) return settle(current, 'booting will do')
    return settle(roundUp(diluted * current), 'above target')
  }
  if (Math.abs(1 - ratio) <= rule.tolerance) return settle(current, 'within tolerance')
  return settle(roundUp(ratio * ready.length), ratio > 1 ? 'above target' : 'below target')
}

/** A whole number that only rounding has lifted is not rounded up to the next. */
function roundUp(servers: number): number {
  return Math.ceil(servers - 1e-9)
}

/**
 * Keeps past recommendations and lets the number fall only to the highest of a window, so that a short lull removes
 * nothing: `stabilizationWindowSeconds` of scale-down, 300 s by default in Kubernetes.
 */
export class Stabilizer {
  private past: { readonly at: number; readonly wanted: number }[] = []

  /** @param windowMicros 0: every recommendation is followed at once */
  constructor(private readonly windowMicros: number) {
    if (!(windowMicros >= 0)) throw new RangeError(`A window is not below 0, not ${windowMicros}.`)
  }

  /** The number to go to from `current`, after a recommendation. */
  settle(now: number, current: number, wanted: number): number {
    this.past = this.past.filter(({ at }) => at > now - this.windowMicros)
    this.past.push({ at: now, wanted })
    if (wanted >= current) return wanted
    const highest = this.past.reduce((most, { wanted: other }) => Math.max(most, other), wanted)
    return Math.min(current, highest)
  }
}

function checkRule({ target, tolerance, min, max }: ReplicaRule): void {
  if (!(target > 0 && target <= 1)) throw new RangeError(`A target is above 0 and up to 1, not ${target}.`)
  if (!(tolerance >= 0 && tolerance < 1)) throw new RangeError(`A tolerance is from 0 to below 1, not ${tolerance}.`)
  if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 1 && min <= max))
    throw new RangeError(`Bounds are whole numbers with 1 ≤ min ≤ max, not ${min} and ${max}.`)
}
