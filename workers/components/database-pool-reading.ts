import type { PoolLedger, Slot } from '../algorithms/connection-pool/pool-ledger'
import type { Fact, Gauge, Node } from '../network/node'
import type { Waiting } from '../network/waiting-line'

/**
 * What a node shows of a pool: `lent:<pool>`, `idle:<pool>`, `opening:<pool>`, `bound:<pool>` (0 for none), `waiting:<pool>`;
 * for each of the first slots the text `slot:<pool>:<n>` (empty, `idle`, `opening` or whose it is), and `line:<pool>`: who
 * waits longest, `{ label, since }` each.
 */
export class PoolReading {
  static readonly SHOWN_SLOTS = 24
  static readonly SHOWN_WAITING = 3
  private readonly lent: Gauge
  private readonly idle: Gauge
  private readonly opening: Gauge
  private readonly bound: Gauge
  private readonly line: Fact
  private readonly slots: Fact[] = []
  private lineText = ''

  constructor(
    private readonly node: Node,
    private readonly pool: string,
  ) {
    this.lent = node.gauge(`lent:${pool}`)
    this.idle = node.gauge(`idle:${pool}`)
    this.opening = node.gauge(`opening:${pool}`)
    this.bound = node.gauge(`bound:${pool}`)
    this.line = node.fact(`line:${pool}`)
    this.line.set([])
  }

  show(ledger: PoolLedger, waiting: readonly Waiting[]): void {
    this.lent.set(ledger.lentCount)
    this.idle.set(ledger.idleCount)
    this.opening.set(ledger.openingCount)
    const { maxConnections } = ledger.rules
    this.bound.set(Number.isFinite(maxConnections) ? maxConnections : 0)
    for (const { slot } of ledger.list()) if (slot > this.slots.length) this.grow(slot)
    for (const [index, fact] of this.slots.entries()) fact.set(textOf(ledger.slot(index + 1)))
    this.showLine(waiting)
  }

  private grow(slots: number): void {
    for (let slot = this.slots.length + 1; slot <= Math.min(slots, PoolReading.SHOWN_SLOTS); slot++)
      this.slots.push(this.node.fact(`slot:${this.pool}:${slot}`))
  }

  private showLine(waiting: readonly Waiting[]): void {
    const shown = waiting.map(({ label, since }) => ({ label, since }))
    const text = JSON.stringify(shown)
    if (text === this.lineText) return
    this.lineText = text
    this.line.set(shown)
  }
}

function textOf(slot: Slot | undefined): string {
  if (slot === undefined) return ''
  return slot.state.kind === 'lent' ? slot.state.holder : slot.state.kind
}
