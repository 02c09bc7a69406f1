import type { Micros } from '../kernel/time'
import { defineMark } from '../trace/mark-definition'

export const boots = defineMark<{ machine: string; time: Micros }>(
  'machine/boots',
  'attention',
  '{machine} is started and is paid for; it can serve in {time:time}.',
)
export const ready = defineMark<{ machine: string; time: Micros; workers: number }>(
  'machine/ready',
  'good',
  '{machine} is ready after {time:time} of booting, workers: {workers}.',
)
export const notReady = defineMark<{ machine: string; label: string; power: string }>(
  'machine/not-ready',
  'bad',
  '{machine} cannot serve {label}: it is {power}.',
)
export const leaves = defineMark<{ machine: string; left: number }>(
  'machine/leaves',
  'neutral',
  '{machine} gets nothing more and is switched off when its open requests are done: {left}.',
)
