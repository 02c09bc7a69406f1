import { Fate, type HopColumns, type HopKind, NO_EVENT, type SettleColumns, type Topology } from '../protocol'
import { countBelow, Float64Column, Uint32Column } from './columns'
import { RequestChains } from './request-chains'

/** Hops per block of the index that finds what is flying. */
const BLOCK = 64

/** The hops of a trace in columns, with what became of them. */
export class HopStore {
  readonly sentEvent = new Uint32Column()
  readonly due = new Float64Column()
  readonly linkAndKind = new Uint32Column()
  readonly request = new Uint32Column()
  readonly cause = new Uint32Column()
  readonly label = new Uint32Column()
  readonly bytes = new Uint32Column()
  readonly settledEvent = new Uint32Column()
  readonly fate = new Uint32Column()

  /** Settlements in order. */
  private readonly settles = new Uint32Column()
  private readonly settleEvent = new Uint32Column()

  /** For each block of hops, the latest due time in it and in all blocks before it. */
  private readonly latestDue = new Float64Column()

  private readonly chains = new RequestChains()

  constructor(readonly topology: Topology) {}

  get length(): number {
    return this.sentEvent.length
  }
  link(hop: number): number {
    return this.linkAndKind.at(hop) >>> 2
  }
  kind(hop: number): HopKind {
    return (this.linkAndKind.at(hop) & 3) as HopKind
  }

  /** A hop flies after `count` events when it was sent within them and settles after them. Oldest first. */
  forEachFlying(count: number, micros: number, visit: (hop: number) => void): void {
    const sent = countBelow(this.sentEvent.array, this.length, count)
    let first = Math.ceil(sent / BLOCK)
    while (first > 0 && this.latestDue.at(first - 1) >= micros) first--
    for (let hop = first * BLOCK; hop < sent; hop++) if (this.settledEvent.at(hop) >= count) visit(hop)
  }

  forEachSettledAt(event: number, visit: (hop: number) => void): void {
    let order = countBelow(this.settleEvent.array, this.settleEvent.length, event)
    for (; order < this.settles.length && this.settleEvent.at(order) === event; order++) visit(this.settles.at(order))
  }

  ofRequest(request: number): number[] {
    return this.chains.of(request)
  }

  append(hops: HopColumns, settles: SettleColumns): void {
    const first = this.length
    this.sentEvent.append(hops.sentEvent)
    this.due.append(hops.dueMicros)
    this.linkAndKind.append(hops.linkAndKind)
    this.request.append(hops.request)
    this.cause.append(hops.cause)
    this.label.append(hops.label)
    this.bytes.append(hops.bytes)
    for (let hop = first; hop < this.length; hop++) {
      this.settledEvent.push(NO_EVENT)
      this.fate.push(Fate.flying)
      this.indexHop(hop)
    }
    this.settles.append(settles.hop)
    this.settleEvent.append(settles.event)
    for (let order = 0; order < settles.hop.length; order++) {
      const hop = settles.hop[order] as number
      this.settledEvent.array[hop] = settles.event[order] as number
      this.fate.array[hop] = settles.fate[order] as number
    }
  }

  private indexHop(hop: number): void {
    const block = Math.floor(hop / BLOCK)
    const due = this.due.at(hop)
    if (block === this.latestDue.length) {
      this.latestDue.push(Math.max(due, block === 0 ? 0 : this.latestDue.at(block - 1)))
    } else if (due > this.latestDue.at(block)) this.latestDue.array[block] = due
    this.chains.add(this.request.at(hop))
  }

  /** Forgets everything that happened from event `firstEvent` on. */
  cut(firstEvent: number): void {
    const settled = countBelow(this.settleEvent.array, this.settleEvent.length, firstEvent)
    for (let order = settled; order < this.settles.length; order++) {
      const hop = this.settles.at(order)
      this.settledEvent.array[hop] = NO_EVENT
      this.fate.array[hop] = Fate.flying
    }
    this.settles.cut(settled)
    this.settleEvent.cut(settled)
    const sent = countBelow(this.sentEvent.array, this.length, firstEvent)
    this.chains.cut(sent, this.request)
    for (const column of [
      this.sentEvent,
      this.due,
      this.linkAndKind,
      this.request,
      this.cause,
      this.label,
      this.bytes,
      this.settledEvent,
      this.fate,
    ])
      column.cut(sent)
    this.rebuildLatestDue()
  }

  private rebuildLatestDue(): void {
    const whole = Math.floor(this.length / BLOCK)
    this.latestDue.cut(whole)
    let latest = whole === 0 ? 0 : this.latestDue.at(whole - 1)
    if (this.length === whole * BLOCK) return
    for (let hop = whole * BLOCK; hop < this.length; hop++) latest = Math.max(latest, this.due.at(hop))
    this.latestDue.push(latest)
  }
}
