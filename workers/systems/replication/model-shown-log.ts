import type { Fact, Gauge, Node } from '../../network/node'
import type { LogEntryPicture } from '../glyphs'

/** Entries of its log that a node shows. */
export const SHOWN_ENTRIES = 8

export type ShownRole = 'primary' | 'replica' | 'orphan' | 'leader' | 'follower' | 'candidate'

/** What a node of a replicated database shows: its role, its epoch or term, and the end of its log. */
export class ShownLog {
  private readonly log: Fact
  private readonly role: Fact
  private readonly epoch: Gauge
  private readonly position: Gauge
  private readonly committed: Gauge
  private readonly applied: Gauge

  constructor(private readonly node: Node) {
    this.log = node.fact('log')
    this.role = node.fact('role')
    this.epoch = node.gauge('epoch')
    this.position = node.gauge('position')
    this.committed = node.gauge('committed')
    this.applied = node.gauge('applied')
  }

  showRole(role: ShownRole, epoch: number): void {
    this.role.set(role)
    this.epoch.set(epoch)
  }

  /** @param entryAt what stands at a position from 1 */
  showLog(length: number, entryAt: (position: number) => LogEntryPicture): void {
    const from = Math.max(1, length - SHOWN_ENTRIES + 1)
    this.log.set(Array.from({ length: length - from + 1 }, (_, index) => entryAt(from + index)))
    this.position.set(length)
  }

  /** How many changes a replica has not confirmed. */
  showLag(replica: string, changes: number): void {
    this.node.gauge(`lag ${replica}`).set(changes)
  }

  /** How far the log is committed and applied. */
  showProgress(committed: number, applied: number): void {
    this.committed.set(committed)
    this.applied.set(applied)
  }
}
