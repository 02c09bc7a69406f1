import type { ScriptLibrary } from '../script-library'
import { compareAndDelete } from './compare-and-delete'
import { compareAndExtend } from './compare-and-extend'
import { fencingToken } from './fencing-token'
import { fixedWindow } from './fixed-window'
import { gcra } from './gcra'
import { getOrLease } from './get-or-lease'
import { idempotencyBegin } from './idempotency-begin'
import type { Script } from './script'
import { setIfNewer } from './set-if-newer'
import { setUnlessMember } from './set-unless-member'
import { setWithLease } from './set-with-lease'
import { slidingCounter } from './sliding-counter'
import { slidingLog } from './sliding-log'
import { tokenBucket } from './token-bucket'

/** Every script that has a native twin. */
export const scripts: readonly Script[] = [
  compareAndDelete,
  compareAndExtend,
  fencingToken,
  gcra,
  tokenBucket,
  fixedWindow,
  slidingLog,
  slidingCounter,
  idempotencyBegin,
  getOrLease,
  setWithLease,
  setIfNewer,
  setUnlessMember,
]

/** Makes them known to a server, which then runs them when clients send them. */
export function registerAll(library: ScriptLibrary): void {
  for (const { lua, twin } of scripts) library.register(lua, twin)
}
