import { defineMark } from '../../trace/mark-definition'

export const granted = defineMark<{ worker: string; waited: number; lease: number; token: number }>(
  'lock/granted',
  'good',
  '{worker} has the lock after {waited:time}, as holder {token}: its lease ends in {lease:time}.',
)
export const busy = defineMark<{ worker: string; wait: number }>(
  'lock/busy',
  'neutral',
  '{worker} finds the lock taken and asks again in {wait:time}.',
)
export const waitsForItself = defineMark<{ worker: string; wait: number }>(
  'lock/waits-for-itself',
  'bad',
  '{worker} finds the lock taken, by itself: it asks again in {wait:time}, and cannot let go while it waits.',
)
export const unanswered = defineMark<{ worker: string; cause: string; wait: number }>(
  'lock/unanswered',
  'attention',
  '{worker} does not get the lock ({cause}) and asks again in {wait:time}.',
)
export const gaveUp = defineMark<{ worker: string; waited: number }>(
  'lock/gave-up',
  'bad',
  '{worker} gives up after {waited:time} without the lock.',
)
export const released = defineMark<{ worker: string; held: number }>(
  'lock/released',
  'neutral',
  '{worker} releases the lock after {held:time}.',
)
export const notItsOwn = defineMark<{ worker: string; held: number }>(
  'lock/not-its-own',
  'bad',
  '{worker} wants to release the lock after {held:time} and hears that it is no longer its own.',
)
export const ignored = defineMark<{ worker: string; held: number }>(
  'lock/release-ignored',
  'bad',
  '{worker} wants to release the lock after {held:time}; it is no longer its own, and nobody looks at the answer.',
)
export const renewed = defineMark<{ worker: string; lease: number }>(
  'lock/renewed',
  'neutral',
  '{worker} renews its lease: {lease:time} from now.',
)
export const renewalFailed = defineMark<{ worker: string; cause: string }>(
  'lock/renewal-failed',
  'bad',
  '{worker} cannot renew its lease: {cause}.',
)
export const aborted = defineMark<{ worker: string; late: number }>(
  'lock/aborted',
  'attention',
  '{worker} sees that its lock is lost and does not write.',
)
export const majority = defineMark<{
  worker: string
  votes: number
  servers: number
  validity: number
  lease: number
  elapsed: number
  drift: number
}>(
  'redlock/majority',
  'good',
  '{worker} has {votes} of {servers} servers: valid for {validity:time} = {lease:time} − {elapsed:time} of asking − {drift:time} of drift.',
)
export const minority = defineMark<{
  worker: string
  votes: number
  servers: number
  needed: number
  validity: number
}>(
  'redlock/minority',
  'neutral',
  '{worker} has {votes} of {servers} servers with {validity:time} left; {needed} and some time are needed, so it lets go.',
)
export const wrote = defineMark<{ worker: string; balance: number; before: number; token: number }>(
  'account/wrote',
  'neutral',
  'The account goes from {before:count} to {balance:count} by {worker}.',
)
export const overwrote = defineMark<{ worker: string; balance: number; read: number; before: number; token: number }>(
  'account/overwrote',
  'bad',
  '{worker} had read {read:count} and writes {balance:count}, but the account has {before:count}: what came between is lost.',
)
export const refused = defineMark<{ worker: string; token: number; highest: number; what: string }>(
  'account/refused',
  'attention',
  'The account refuses the {what} of {worker}: its token {token} is older than {highest}.',
)
export const failedOver = defineMark<{ from: string; to: string; behind: number }>(
  'lock/failed-over',
  'attention',
  '{to} takes over from {from}, {behind:count} bytes behind it.',
)
export const noFailover = defineMark<{ why: string }>('lock/no-failover', 'neutral', 'Nothing takes over: {why}.')
export const clockSet = defineMark<{ server: string; by: number; where: string }>(
  'lock/clock-set',
  'attention',
  'The clock of {server} is set {by:time} {where}.',
)
