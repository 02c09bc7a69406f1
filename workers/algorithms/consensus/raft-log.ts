/** The log of a Raft server: entries at positions from 1, each with the term of the leader that made it. Plain data. */

export interface LogEntry<Command> {
  readonly term: number
  readonly command: Command
}

/** Term of the entry at a position; 0 before the first and behind the last. */
export function termAt(log: readonly LogEntry<unknown>[], position: number): number {
  return log[position - 1]?.term ?? 0
}

/** Term of the last entry; 0 for an empty log. */
export function lastTerm(log: readonly LogEntry<unknown>[]): number {
  return termAt(log, log.length)
}

/** Whether a log that ends so is at least as up to date as this one: the later last term wins, then the longer log (§5.4.1). */
export function isUpToDate(log: readonly LogEntry<unknown>[], otherTerm: number, otherLength: number): boolean {
  const own = lastTerm(log)
  return otherTerm > own || (otherTerm === own && otherLength >= log.length)
}

/** The first position of the term that stands at `position`. */
export function firstOfTerm(log: readonly LogEntry<unknown>[], position: number): number {
  let first = position
  while (first > 1 && termAt(log, first - 1) === termAt(log, position)) first--
  return first
}
