/**
 * When a value was written, as one total order: by time, then by count, then by who wrote. A tie between two writers is
 * broken by their names, the same way at every replica.
 */
export type Stamp = { readonly time: number; readonly count: number; readonly by: string }

/** A value under its stamp: the number of the write, and when it writes a cart what is in it. */
export type Stamped = { readonly value: number; readonly stamp: Stamp; readonly items?: readonly number[] }

/** Below zero when `a` is older than `b`, above when it is newer, zero when they are the same stamp. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.time !== b.time) return a.time - b.time
  if (a.count !== b.count) return a.count - b.count
  return a.by === b.by ? 0 : a.by < b.by ? -1 : 1
}

/** Whether `a` is to replace `b`: the last write wins. Anything replaces nothing. */
export function isNewer(a: Stamped, b: Stamped | null): boolean {
  return b === null || compareStamps(a.stamp, b.stamp) > 0
}

/** The newest of several copies; null when none is there. */
export function newestOf(copies: readonly (Stamped | null)[]): Stamped | null {
  return copies.reduce((newest, copy) => (copy !== null && isNewer(copy, newest) ? copy : newest), null)
}
