import type { FactRecord, GaugeColumns, Plain, Slot, Table } from '../protocol'
import { countBelow, Float64Column, Uint32Column } from './columns'

/** The history of every node's reading: one pair of columns for each number, one list for each fact. */
export class ReadingStore {
  private readonly slots: SlotHistory[] = []
  private readonly byNode: SlotHistory[][]

  constructor(nodes: number) {
    this.byNode = Array.from({ length: nodes }, () => [])
  }

  reading(node: number, count: number): Record<string, Plain> {
    const reading: Record<string, Plain> = {}
    for (const slot of this.byNode[node] ?? []) {
      const value = slot.value(count)
      if (value !== undefined) reading[slot.key] = value
    }
    return reading
  }

  gauge(node: number, key: string, count: number): number | undefined {
    const value = this.find(node, key)?.value(count)
    return typeof value === 'number' ? value : undefined
  }

  fact(node: number, key: string, count: number): Plain | undefined {
    return this.find(node, key)?.value(count)
  }

  history(node: number, key: string): { events: Uint32Array; values: Float64Array; length: number } {
    const slot = this.find(node, key)
    if (slot === undefined) return { events: new Uint32Array(), values: new Float64Array(), length: 0 }
    return { events: slot.events.array, values: slot.numbers.array, length: slot.numbers.length }
  }

  version(node: number, count: number): number {
    let version = 0
    for (const slot of this.byNode[node] ?? []) version += slot.changes(count)
    return version
  }

  appendSlots(table: Table<Slot>): void {
    if (table.entries.length === 0) return
    for (const dropped of this.slots.splice(table.first)) {
      const siblings = this.byNode[dropped.node] ?? []
      siblings.splice(siblings.indexOf(dropped), 1)
    }
    for (const slot of table.entries) {
      const history = new SlotHistory(slot.node, slot.key)
      this.slots.push(history)
      this.byNode[slot.node]?.push(history)
    }
  }

  append(gauges: GaugeColumns, facts: readonly FactRecord[]): void {
    for (let index = 0; index < gauges.event.length; index++) {
      const slot = this.slots[gauges.slot[index] as number] as SlotHistory
      slot.events.push(gauges.event[index] as number)
      slot.numbers.push(gauges.value[index] as number)
    }
    for (const fact of facts) {
      const slot = this.slots[fact.slot] as SlotHistory
      slot.events.push(fact.event)
      slot.facts.push(fact.value)
    }
  }

  /** Forgets everything that happened from event `firstEvent` on. */
  cut(firstEvent: number): void {
    for (const slot of this.slots) slot.cut(firstEvent)
  }

  private find(node: number, key: string): SlotHistory | undefined {
    return this.byNode[node]?.find((slot) => slot.key === key)
  }
}

/** A slot holds numbers or facts, never both. */
class SlotHistory {
  readonly events = new Uint32Column()
  readonly numbers = new Float64Column()
  readonly facts: Plain[] = []

  constructor(
    readonly node: number,
    readonly key: string,
  ) {}

  changes(count: number): number {
    return countBelow(this.events.array, this.events.length, count)
  }
  value(count: number): Plain | undefined {
    const changes = this.changes(count)
    if (changes === 0) return undefined
    return this.facts.length > 0 ? this.facts[changes - 1] : this.numbers.at(changes - 1)
  }
  cut(firstEvent: number): void {
    const kept = this.changes(firstEvent)
    this.events.cut(kept)
    this.numbers.cut(kept)
    this.facts.length = Math.min(this.facts.length, kept)
  }
}
