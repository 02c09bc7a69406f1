/** A place in the history of a replicated log: the epoch of the primary that made a change, and its position. */
export type Version = { readonly epoch: number; readonly position: number }

export const NO_VERSION: Version = { epoch: 0, position: 0 }

/** Below 0 when `a` is older than `b`: the later epoch wins, then the higher position. */
export function compareVersions(a: Version, b: Version): number {
  return a.epoch - b.epoch || a.position - b.position
}

export function laterVersion(a: Version, b: Version): Version {
  return compareVersions(a, b) >= 0 ? a : b
}
