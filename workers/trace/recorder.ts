import {
  type BreachRecord,
  type Chunk,
  DIGEST_BLOCK,
  type FactRecord,
  type Fate,
  type HopKind,
  type MarkTemplate,
  NO_REQUEST,
  type PlaceType,
  type Plain,
  type RunStatus,
  type Slot,
  type Stage,
} from '../protocol'
import { Digest } from './digest'
import { Interned } from './interned'
import type { MarkDefinition, MarkDetails } from './mark-definition'
import { RecordedColumns } from './recorded-columns'

/**
 * Writes the trace of one run in columns and hands it out in chunks. An event of the trace begins when an agenda entry
 * records its first thing; entries that record nothing leave no event. The digest covers every record, block by block.
 */
export class Recorder {
  events = 0
  hopsSent = 0
  requestsBegun = 0

  private nowMicros = 0
  private open = false
  private firstEvent = 0
  private firstHop = 0
  private firstRequest = 0
  private readonly columns = new RecordedColumns()
  private facts: FactRecord[] = []
  private breaches: BreachRecord[] = []
  private blockDigests: string[] = []
  /** Digest of what is not in columns: facts, breaches, names. */
  private readonly plainDigest = new Digest()

  private readonly strings = new Interned((text) => this.plainDigest.text(text))
  private readonly slots: Slot[] = []
  private readonly templates: MarkTemplate[] = []
  private readonly templateIds = new Map<MarkDefinition<never>, number[]>()
  private shipped = { strings: 0, slots: 0, templates: 0 }

  constructor() {
    this.strings.id('')
  }

  /** An agenda entry is about to happen at `micros`. */
  begin(micros: number): void {
    this.nowMicros = micros
    this.open = false
  }

  /** Number of the event being recorded; begins it if this is its first record. */
  private event(): number {
    if (!this.open) {
      if (this.events > 0 && this.events % DIGEST_BLOCK === 0) this.digestBlock()
      this.open = true
      this.events++
      this.columns.eventAt.push(this.nowMicros)
    }
    return this.events - 1
  }

  /** Records a message that leaves now. @returns its number. */
  hop(
    link: number,
    kind: HopKind,
    dueMicros: number,
    request: number,
    cause: number,
    label: string,
    bytes: number,
  ): number {
    const { columns } = this
    columns.hopEvent.push(this.event())
    columns.hopDue.push(dueMicros)
    columns.hopLinkAndKind.push(link * 4 + kind)
    columns.hopRequest.push(request)
    columns.hopCause.push(cause)
    columns.hopLabel.push(this.strings.id(label))
    columns.hopBytes.push(bytes)
    return this.hopsSent++
  }

  settle(hop: number, fate: Fate): void {
    const { columns } = this
    columns.settleEvent.push(this.event())
    columns.settleHop.push(hop)
    columns.settleFate.push(fate)
  }

  /** Records that a client asks for something. @returns the request's number, from 1. */
  request(node: number, label: string): number {
    const { columns } = this
    columns.requestEvent.push(this.event())
    columns.requestNode.push(node)
    columns.requestLabel.push(this.strings.id(label))
    return ++this.requestsBegun
  }

  /** Records the one outcome of a request: an empty `cause` is success. */
  endRequest(request: number, cause: string, by: number): void {
    const { columns } = this
    columns.endEvent.push(this.event())
    columns.endRequest.push(request)
    columns.endCause.push(this.strings.id(cause))
    columns.endBy.push(by)
  }

  /** Adds a value to the reading of a node. @returns its slot. */
  slot(node: number, key: string): number {
    this.slots.push({ node, key })
    this.plainDigest.word(node)
    this.plainDigest.text(key)
    return this.slots.length - 1
  }

  gauge(slot: number, value: number): void {
    const { columns } = this
    columns.gaugeEvent.push(this.event())
    columns.gaugeSlot.push(slot)
    columns.gaugeValue.push(value)
  }

  fact(slot: number, value: Plain): void {
    const event = this.event()
    this.facts.push({ event, slot, value })
    this.plainDigest.word(event)
    this.plainDigest.word(slot)
    this.plainDigest.text(JSON.stringify(value))
  }

  mark<D extends MarkDetails>(node: number, definition: MarkDefinition<D>, details: D, request: number): void {
    const { columns } = this
    const event = this.event()
    const template = this.templateOf(definition, details)
    columns.markEvent.push(event)
    columns.markNode.push(node)
    columns.markTemplate.push(template)
    columns.markRequest.push(request)
    for (const { key, type } of (this.templates[template] as MarkTemplate).places)
      this.pushArgument(type, details[key] as Plain)
  }

  /** Records what a request does between messages; work that no client asked for has no stages. */
  stage(request: number, hop: number, node: number, stage: Stage, amount: number): void {
    if (request === NO_REQUEST) return
    const { columns } = this
    columns.stageEvent.push(this.event())
    columns.stageRequest.push(request)
    columns.stageHop.push(hop)
    columns.stageNodeAndStage.push(node * 4 + stage)
    columns.stageAmount.push(Math.min(amount, 0xffff_ffff))
  }

  breach(check: string, sentence: string): void {
    const event = this.event()
    this.breaches.push({ event, check, sentence })
    this.plainDigest.word(event)
    this.plainDigest.text(check)
    this.plainDigest.text(sentence)
  }

  /** Whether something waits to be taken. */
  get pendingEvents(): number {
    return this.events - this.firstEvent
  }

  /** The digest blocks completed since the last call of `take` or `forget`. */
  get completedBlocks(): readonly string[] {
    return this.blockDigests
  }

  /** The digest of the whole run. Only when it has ended. */
  finish(): string {
    return this.digestNow()
  }

  /** Hands out everything since the last chunk and starts a new one. */
  take(run: number, status: RunStatus, reachedMicros: number, digest: string | null): Chunk {
    const { columns, shipped } = this
    const chunk: Chunk = {
      run,
      firstEvent: this.firstEvent,
      agreeing: false,
      status,
      reachedMicros,
      blockDigests: this.blockDigests,
      digest,
      ...columns.take(),
      facts: this.facts,
      breaches: this.breaches,
      tables: {
        strings: { first: shipped.strings, entries: this.strings.from(shipped.strings) },
        slots: { first: shipped.slots, entries: this.slots.slice(shipped.slots) },
        templates: { first: shipped.templates, entries: this.templates.slice(shipped.templates) },
      },
      firstHop: this.firstHop,
      firstRequest: this.firstRequest,
    }
    this.startChunk()
    return chunk
  }

  /** Drops what was recorded since the last chunk, because the page already holds the same. */
  forget(): void {
    this.columns.empty()
    this.startChunk()
  }

  private startChunk(): void {
    this.facts = []
    this.breaches = []
    this.blockDigests = []
    this.firstEvent = this.events
    this.firstHop = this.hopsSent
    this.firstRequest = this.requestsBegun
    this.shipped = {
      strings: this.strings.size,
      slots: this.slots.length,
      templates: this.templates.length,
    }
  }

  private pushArgument(type: PlaceType, value: Plain): void {
    const { markArgs } = this.columns
    if (type === 'number') markArgs.push(value as number)
    else if (type === 'text') markArgs.push(this.strings.id(value as string))
    else if (type === 'plain') markArgs.push(this.strings.id(JSON.stringify(value)))
    else {
      const items = value as readonly (number | string)[]
      markArgs.push(items.length)
      for (const item of items) markArgs.push(typeof item === 'number' ? item : this.strings.id(item))
    }
  }

  /** One template for each definition and each combination of the types of its details; nearly always only one. */
  private templateOf<D extends MarkDetails>(definition: MarkDefinition<D>, details: D): number {
    let ids = this.templateIds.get(definition as MarkDefinition<never>)
    if (ids === undefined) {
      ids = []
      this.templateIds.set(definition as MarkDefinition<never>, ids)
    }
    for (const id of ids) if (fits(this.templates[id] as MarkTemplate, details)) return id
    const id = this.templates.length
    const places = Object.keys(details).map((key) => ({ key, type: placeType(details[key] as Plain) }))
    this.templates.push({ name: definition.name, tone: definition.tone, sentence: definition.sentence, places })
    this.plainDigest.text(JSON.stringify(this.templates[id]))
    ids.push(id)
    return id
  }

  private digestBlock(): void {
    this.blockDigests.push(this.digestNow())
  }

  private digestNow(): string {
    this.columns.digestNew()
    const total = new Digest()
    this.columns.addTo(total)
    total.add(this.plainDigest)
    return total.hex
  }
}

function fits(template: MarkTemplate, details: MarkDetails): boolean {
  for (const { key, type } of template.places) if (placeType(details[key] as Plain) !== type) return false
  return true
}

function placeType(value: Plain): PlaceType {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'string') return 'text'
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'number')) return 'numbers'
    if (value.every((item) => typeof item === 'string')) return 'texts'
  }
  return 'plain'
}
