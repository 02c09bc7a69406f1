/** Which database answers a read when replicas follow a primary asynchronously. */

export interface ReplicaView {
  readonly name: string
  /** How far its log went when it last told so; it can only be further now. */
  readonly position: number
}

/** `index` of a replica, or null for the primary, and why. */
export type ReadRoute =
  | { readonly index: number; readonly reason: 'turn' | 'far enough' }
  | { readonly index: null; readonly reason: 'no replica' | 'none far enough' }

/**
 * Takes turns among the replicas. With `needed`, the log position of what the reader must see, only those count that are
 * known to have come so far; when there is none, the primary answers. A position is only ever known too low, so what is
 * chosen has the write (read your writes: Terry et al., “Session Guarantees for Weakly Consistent Replicated Data”, 1994).
 */
export class ReadRouting {
  private turn = 0

  choose(replicas: readonly ReplicaView[], needed: number | null): ReadRoute {
    if (replicas.length === 0) return { index: null, reason: 'no replica' }
    for (let step = 0; step < replicas.length; step++) {
      const index = (this.turn + step) % replicas.length
      if (needed !== null && (replicas[index] as ReplicaView).position < needed) continue
      this.turn = (index + 1) % replicas.length
      return { index, reason: needed === null ? 'turn' : 'far enough' }
    }
    return { index: null, reason: 'none far enough' }
  }
}
