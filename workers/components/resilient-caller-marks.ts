import type { Micros } from '../kernel/time'
import { defineMark } from '../trace/mark-definition'

export const triedAgain = defineMark<{ label: string; attempt: number; tries: number; cause: string; wait: Micros }>(
  'retry/again',
  'attention',
  '{label} is tried again after {wait:time}, try {attempt} of {tries}: {cause}.',
)
export const triedAtOnce = defineMark<{ label: string; attempt: number; tries: number; cause: string }>(
  'retry/again',
  'attention',
  '{label} is tried again at once, try {attempt} of {tries}: {cause}.',
)
export const gaveUpTries = defineMark<{ label: string; tries: number }>(
  'retry/stopped',
  'bad',
  '{label} is given up: all {tries} tries failed.',
)
export const gaveUpDeadline = defineMark<{ label: string }>(
  'retry/stopped',
  'bad',
  '{label} is not tried again: who asked for it gives up before.',
)
export const gaveUpBudget = defineMark<{ label: string; percent: number }>(
  'retry/stopped',
  'bad',
  '{label} is not tried again: the retry budget of {percent} % of the calls is used up.',
)
export const throttled = defineMark<{ label: string; chance: number; requests: number; accepts: number }>(
  'throttle/refused',
  'attention',
  '{label} is refused here by lot, chance {chance:percent}: {accepts} of {requests} requests were accepted lately.',
)
export const bulkheadFull = defineMark<{ label: string; places: number }>(
  'bulkhead/full',
  'attention',
  '{label} is refused here: all {places} places for calls are taken.',
)
export const hedged = defineMark<{ label: string; wait: Micros; percent: number }>(
  'hedge/sent',
  'attention',
  '{label} is sent a second time: no answer in {wait:time}, which {percent} % of recent calls needed.',
)
export const hedgeWon = defineMark<{ label: string; time: Micros }>(
  'hedge/won',
  'good',
  'The second copy of {label} is answered first, after {time:time}; the first is no longer waited for.',
)
export const timerThrew = defineMark<{ label: string; time: Micros }>(
  'call/timer-threw',
  'bad',
  'The timer of {time:time} for {label} throws in its own callback, where nobody catches it: the call waits on and nothing is counted.',
)
