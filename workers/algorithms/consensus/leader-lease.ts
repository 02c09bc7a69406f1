import { heldPosition, majorityOf } from '../replication/held-position'

/**
 * How long a Raft leader may answer reads alone (Ongaro, "Consensus: Bridging Theory and Practice", 2014, §6.4.1). Each
 * follower that confirms a request promises to vote for nobody for the shortest election timeout after it came. The lease
 * is counted from when the request was sent, which is earlier, so while it lasts nobody else can have been elected, as
 * long as it is no longer than that timeout and all clocks run alike fast.
 */
export class LeaderLease {
  readonly #sent: Record<string, number>
  readonly #majority: number

  constructor(
    peers: readonly string[],
    private readonly leaseMicros: number,
  ) {
    this.#sent = Object.fromEntries(peers.map((peer) => [peer, Number.NEGATIVE_INFINITY]))
    this.#majority = majorityOf(peers.length + 1)
  }

  /** A peer has confirmed what was sent to it at this moment. */
  confirmed(peer: string, sentAt: number): void {
    this.#sent[peer] = Math.max(sentAt, this.#sent[peer] ?? Number.NEGATIVE_INFINITY)
  }

  /** The latest moment of which a majority has confirmed that this server led then; it speaks for itself at once. */
  confirmedAt(now: number): number {
    return heldPosition([now, ...Object.values(this.#sent)], this.#majority)
  }

  /** When the lease ends; in the past when it has ended. */
  heldUntil(now: number): number {
    return this.confirmedAt(now) + this.leaseMicros
  }
}
