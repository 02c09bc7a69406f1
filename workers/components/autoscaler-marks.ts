import type { Micros } from '../kernel/time'
import { defineMark } from '../trace/mark-definition'

/** What a decision rests on: mean utilisation of the measured machines, and how many there are in all and not measured yet. */
export type ScalingFacts = {
  readonly utilisation: number
  readonly target: number
  readonly current: number
  readonly booting: number
  readonly wanted: number
}
type Change = ScalingFacts & { readonly settled: number; readonly machines: readonly string[] }

export const scalesUp = defineMark<Change>(
  'autoscaler/up',
  'attention',
  'Busy {utilisation:percent} against a target of {target:percent}: {wanted} machines are wanted instead of {current}. Started: {machines}.',
)
export const scalesDown = defineMark<Change>(
  'autoscaler/down',
  'attention',
  'Busy {utilisation:percent} against a target of {target:percent}: {settled} machines are enough instead of {current}. Leaving: {machines}.',
)
export const keeps = defineMark<ScalingFacts>(
  'autoscaler/keeps',
  'neutral',
  'Busy {utilisation:percent} against a target of {target:percent}: {current} machines stay.',
)
export const waitsForBoot = defineMark<ScalingFacts>(
  'autoscaler/waits',
  'neutral',
  'Busy {utilisation:percent}, but {current} machines will do once those just started count, too: {booting}.',
)
export const stabilises = defineMark<ScalingFacts & { time: Micros }>(
  'autoscaler/stabilises',
  'neutral',
  'Busy {utilisation:percent}: {wanted} machines would do, but more were wanted within {time:time}, so {current} stay.',
)
export const coolsDown = defineMark<ScalingFacts & { time: Micros }>(
  'autoscaler/cools-down',
  'neutral',
  'Busy {utilisation:percent}: {wanted} machines are wanted instead of {current}, but the last change is less than {time:time} ago.',
)
export const atMost = defineMark<ScalingFacts>(
  'autoscaler/at-most',
  'bad',
  'Busy {utilisation:percent} against a target of {target:percent}, but {current} machines are the most that are allowed.',
)
export const sawNothing = defineMark<ScalingFacts>(
  'autoscaler/no-metrics',
  'attention',
  'No machine that was ready all the time has answered: {current} machines stay.',
)
