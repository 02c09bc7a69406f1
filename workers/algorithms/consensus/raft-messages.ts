import type { LogEntry } from './raft-log'

/** The two calls between Raft servers and their answers, as in figure 2 of the paper. Plain data. */
export type RaftRequest<Command> = VoteRequest | AppendRequest<Command>
export type RaftReply = VoteReply | AppendReply

export type VoteRequest = {
  readonly kind: 'vote'
  readonly term: number
  readonly candidate: string
  readonly lastPosition: number
  readonly lastTerm: number
}

export type VoteReply = {
  readonly kind: 'vote'
  readonly term: number
  readonly answer: 'granted' | 'old term' | 'voted for another' | 'log is behind' | 'hears its leader'
}

export type AppendRequest<Command> = {
  readonly kind: 'append'
  readonly term: number
  readonly leader: string
  /** The entry before the first of `entries`: the receiver must have it. */
  readonly previousPosition: number
  readonly previousTerm: number
  /** Empty in a heartbeat. */
  readonly entries: readonly LogEntry<Command>[]
  /** How far the leader has committed. */
  readonly commit: number
}

export type AppendReply = {
  readonly kind: 'append'
  readonly term: number
} & (
  | { readonly answer: 'appended' /** Up to here the log is that of the leader. */; readonly match: number }
  | { readonly answer: 'old term' }
  /** The entry before is missing or another one; the leader may go on from `from` (end of §5.3). */
  | { readonly answer: 'mismatch'; readonly from: number }
)

export interface Outgoing<Command> {
  readonly to: string
  readonly request: RaftRequest<Command>
}
