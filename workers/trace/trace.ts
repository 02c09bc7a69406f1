/**
 * The record of a run, read-only and complete up to what has arrived: the only source of every picture, number and
 * sentence. Moments are told by an *event count* k, "the first k events have happened", from 0 to `events`; all look-ups
 * are binary searches, so moving the playhead never asks the worker.
 */
import {
  type BreachRecord,
  type Chunk,
  type Fate,
  type HopKind,
  type MarkTemplate,
  type MarkTone,
  NO_EVENT,
  type Plain,
  type RunStatus,
  type Topology,
} from '../protocol'
import { countBelow, countUpTo, Float64Column, Uint32Column } from './columns'
import { HopStore } from './hop-store'
import { ReadingStore } from './reading-store'
import { fillSentence } from './sentence'
import { type StageRecord, StageStore } from './stage-store'

/** One message on one directed link. `dueMicros` is its arrival, or the moment of its loss. */
export interface Hop {
  readonly index: number
  readonly link: number
  readonly from: number
  readonly to: number
  readonly kind: HopKind
  /** The first line of what the message says. */
  readonly label: string
  /** The lines after it: HTTP fields, or the whole of what the first line says in short. */
  readonly headers: readonly string[]
  /** Size on the wire. */
  readonly bytes: number
  readonly request: number
  readonly cause: number
  readonly sentEvent: number
  readonly sentMicros: number
  readonly dueMicros: number
  /** `NO_EVENT` while it flies. */
  readonly settledEvent: number
  readonly fate: Fate
}

/** A named moment with its reason. */
export interface Mark {
  readonly index: number
  readonly event: number
  readonly atMicros: number
  readonly node: number
  readonly name: string
  readonly tone: MarkTone
  readonly sentence: string
  readonly details: Readonly<Record<string, Plain>>
  readonly request: number
}

/** One request of a client, from the asking to its one outcome. */
export interface RequestRecord {
  readonly id: number
  readonly node: number
  readonly label: string
  readonly startEvent: number
  readonly startMicros: number
  /** `NO_EVENT` while it is open. */
  readonly endEvent: number
  /** Infinity while it is open. */
  readonly endMicros: number
  /** Empty for success or while open; otherwise the one stated cause. */
  readonly cause: string
  /** The node the cause names. */
  readonly by: number
}

export class Trace {
  status: RunStatus = { kind: 'running' }
  reachedMicros = 0
  /** Of the finished run; null before. */
  digest: string | null = null
  breaches: BreachRecord[] = []
  /** How often a part of this trace was cut off: whoever adds up along it starts anew when this was raised. */
  cuts = 0

  private readonly eventTimes = new Float64Column()
  private readonly hops: HopStore
  private readonly readings: ReadingStore
  private readonly stages = new StageStore()
  private readonly strings: string[] = []
  private readonly templates: MarkTemplate[] = []

  private readonly markEvent = new Uint32Column()
  private readonly markNode = new Uint32Column()
  private readonly markTemplate = new Uint32Column()
  private readonly markRequest = new Uint32Column()
  private readonly markArgsAt = new Uint32Column()
  private readonly markArgs = new Float64Column()

  private readonly requestEvent = new Uint32Column()
  private readonly requestNode = new Uint32Column()
  private readonly requestLabel = new Uint32Column()
  private readonly requestEnd = new Uint32Column()
  private readonly requestCause = new Uint32Column()
  private readonly requestBy = new Uint32Column()
  /** Requests in order of their end, with the event of the end. */
  private readonly endedRequest = new Uint32Column()
  private readonly endedEvent = new Uint32Column()

  constructor(
    readonly topology: Topology,
    public horizonMicros: number,
  ) {
    this.hops = new HopStore(topology)
    this.readings = new ReadingStore(topology.nodes.length)
  }

  // Time -------------------------------------------------------------------------------------------------------------

  get events(): number {
    return this.eventTimes.length
  }
  /**
   * The last moment that this trace tells of. It lies beyond `reachedMicros` while a changed run has not yet come to where
   * the runs part, if they do.
   */
  get heldMicros(): number {
    return Math.max(this.reachedMicros, this.microsAfter(this.events))
  }
  /** Simulated time of event `event`. */
  eventMicros(event: number): number {
    return this.eventTimes.at(event)
  }
  /** The event count at a moment: how many events have happened by then. */
  countAt(micros: number): number {
    return countUpTo(this.eventTimes.array, this.eventTimes.length, micros)
  }
  /** How many events happened before a moment. */
  countBefore(micros: number): number {
    return countBelow(this.eventTimes.array, this.eventTimes.length, micros)
  }
  /** The moment of the last of the first `count` events; 0 before the first. */
  microsAfter(count: number): number {
    return count === 0 ? 0 : this.eventTimes.at(count - 1)
  }

  // Hops -------------------------------------------------------------------------------------------------------------

  get hopCount(): number {
    return this.hops.length
  }
  hop(index: number): Hop {
    const { hops } = this
    const link = hops.link(index)
    const ends = this.topology.links[link] as Topology['links'][number]
    const sentEvent = hops.sentEvent.at(index)
    const [label = '', ...headers] = (this.strings[hops.label.at(index)] ?? '').split('\n')
    return {
      index,
      link,
      from: ends.from,
      to: ends.to,
      kind: hops.kind(index),
      label,
      headers,
      bytes: hops.bytes.at(index),
      request: hops.request.at(index),
      cause: hops.cause.at(index),
      sentEvent,
      sentMicros: this.eventTimes.at(sentEvent),
      dueMicros: hops.due.at(index),
      settledEvent: hops.settledEvent.at(index),
      fate: hops.fate.at(index) as Fate,
    }
  }
  /** How many hops were sent within the first `count` events. */
  hopsSent(count: number): number {
    return countBelow(this.hops.sentEvent.array, this.hops.length, count)
  }
  /** Calls `visit` with the index of every hop that is on its way after `count` events, oldest first. */
  forEachFlying(count: number, visit: (hop: number) => void): void {
    this.hops.forEachFlying(count, this.microsAfter(count), visit)
  }
  /** Position of a flying hop at a moment: 0 at the sender, 1 where it is due. Allocates nothing. */
  hopProgress(hop: number, micros: number): number {
    const sent = this.eventTimes.at(this.hops.sentEvent.at(hop))
    const due = this.hops.due.at(hop)
    return due <= sent ? 1 : Math.min(1, Math.max(0, (micros - sent) / (due - sent)))
  }
  /** Without an allocation for the canvas: link, kind, final fate, request of a hop. */
  hopLink(hop: number): number {
    return this.hops.link(hop)
  }
  hopKind(hop: number): HopKind {
    return this.hops.kind(hop)
  }
  hopFate(hop: number): Fate {
    return this.hops.fate.at(hop) as Fate
  }
  hopCause(hop: number): number {
    return this.hops.cause.at(hop)
  }
  /** All that the message says: its label and the lines after it. */
  hopText(hop: number): string {
    return this.strings[this.hops.label.at(hop)] ?? ''
  }
  hopSettledEvent(hop: number): number {
    return this.hops.settledEvent.at(hop)
  }
  hopSentEvent(hop: number): number {
    return this.hops.sentEvent.at(hop)
  }
  hopRequest(hop: number): number {
    return this.hops.request.at(hop)
  }
  /** The settlements (in order) that belong to event `event`: calls `visit` with each hop that settled there. */
  forEachSettledAt(event: number, visit: (hop: number) => void): void {
    this.hops.forEachSettledAt(event, visit)
  }
  /** All hops of a request in order of sending. */
  hopsOfRequest(request: number): Hop[] {
    return this.hops.ofRequest(request).map((index) => this.hop(index))
  }

  // Readings ---------------------------------------------------------------------------------------------------------

  /** The whole reading of a node after `count` events: numbers and facts by key. */
  reading(node: number, count: number): Record<string, Plain> {
    return this.readings.reading(node, count)
  }
  /** One number of a reading, or undefined before its first value. */
  gauge(node: number, key: string, count: number): number | undefined {
    return this.readings.gauge(node, key, count)
  }
  fact(node: number, key: string, count: number): Plain | undefined {
    return this.readings.fact(node, key, count)
  }
  /** The whole history of one number: the events at which it changed and its values; do not keep the arrays. */
  gaugeHistory(node: number, key: string): { events: Uint32Array; values: Float64Array; length: number } {
    return this.readings.history(node, key)
  }
  /** How often the reading of a node had changed by then: equal numbers mean an equal reading. */
  readingVersion(node: number, count: number): number {
    return this.readings.version(node, count)
  }

  // Marks ------------------------------------------------------------------------------------------------------------

  get markCount(): number {
    return this.markEvent.length
  }
  /** How many marks were set within the first `count` events. */
  marksSet(count: number): number {
    return countBelow(this.markEvent.array, this.markEvent.length, count)
  }
  markEventOf(index: number): number {
    return this.markEvent.at(index)
  }
  markNameOf(index: number): string {
    return this.templates[this.markTemplate.at(index)]?.name ?? ''
  }
  markToneOf(index: number): MarkTone {
    return this.templates[this.markTemplate.at(index)]?.tone ?? 'neutral'
  }
  markNodeOf(index: number): number {
    return this.markNode.at(index)
  }
  markRequestOf(index: number): number {
    return this.markRequest.at(index)
  }
  mark(index: number): Mark {
    const template = this.templates[this.markTemplate.at(index)] as MarkTemplate
    const details = this.markDetails(index, template)
    const event = this.markEvent.at(index)
    return {
      index,
      event,
      atMicros: this.eventTimes.at(event),
      node: this.markNode.at(index),
      name: template.name,
      tone: template.tone,
      sentence: fillSentence(template, details),
      details,
      request: this.markRequest.at(index),
    }
  }
  private markDetails(index: number, template: MarkTemplate): Record<string, Plain> {
    const details: Record<string, Plain> = {}
    let at = this.markArgsAt.at(index)
    const text = (id: number): string => this.strings[id] ?? ''
    const take = (): number => this.markArgs.at(at++)
    const list = <T>(item: () => T): T[] => Array.from({ length: take() }, item)
    for (const { key, type } of template.places) {
      if (type === 'number') details[key] = take()
      else if (type === 'text') details[key] = text(take())
      else if (type === 'numbers') details[key] = list(take)
      else if (type === 'texts') details[key] = list(() => text(take()))
      else details[key] = JSON.parse(text(take())) as Plain
    }
    return details
  }

  // Requests ---------------------------------------------------------------------------------------------------------

  /** Requests so far; their ids run from 1 to this number. */
  get requestCount(): number {
    return this.requestEvent.length
  }
  request(id: number): RequestRecord {
    const index = id - 1
    const startEvent = this.requestEvent.at(index)
    const endEvent = this.requestEnd.at(index)
    return {
      id,
      node: this.requestNode.at(index),
      label: this.strings[this.requestLabel.at(index)] ?? '',
      startEvent,
      startMicros: this.eventTimes.at(startEvent),
      endEvent,
      endMicros: endEvent === NO_EVENT ? Number.POSITIVE_INFINITY : this.eventTimes.at(endEvent),
      cause: this.strings[this.requestCause.at(index)] ?? '',
      by: this.requestBy.at(index),
    }
  }
  requestStartMicros(id: number): number {
    return this.eventTimes.at(this.requestEvent.at(id - 1))
  }
  /** How many requests had started within the first `count` events. */
  requestsStarted(count: number): number {
    return countBelow(this.requestEvent.array, this.requestEvent.length, count)
  }
  /** How many requests had ended within the first `count` events. */
  requestsEnded(count: number): number {
    return countBelow(this.endedEvent.array, this.endedEvent.length, count)
  }
  /** Id of the request that ended as number `order` (from 0), in order of ending. */
  endedRequestAt(order: number): number {
    return this.endedRequest.at(order)
  }
  /** Without an allocation: end of the request in microseconds, its cause as text, its latency. */
  requestEndMicros(id: number): number {
    const event = this.requestEnd.at(id - 1)
    return event === NO_EVENT ? Number.POSITIVE_INFINITY : this.eventTimes.at(event)
  }
  requestCauseOf(id: number): string {
    return this.strings[this.requestCause.at(id - 1)] ?? ''
  }

  /** What a request does at nodes between its messages, in order of time. */
  stagesOfRequest(id: number): StageRecord[] {
    return this.stages.ofRequest(id)
  }
  /** The last stage that was recorded in event `event`, or null. */
  stageAt(event: number): StageRecord | null {
    return this.stages.lastOf(event)
  }

  // Growth -----------------------------------------------------------------------------------------------------------

  /** Takes in a chunk. If it starts before the end of this trace, what stands after its start is forgotten first. */
  append(chunk: Chunk): void {
    this.status = chunk.status
    this.reachedMicros = chunk.reachedMicros
    this.digest = chunk.digest
    if (chunk.agreeing) return
    if (chunk.firstEvent < this.events) this.cut(chunk)
    this.appendTables(chunk)
    this.eventTimes.append(chunk.eventAt)
    this.hops.append(chunk.hops, chunk.settles)
    this.readings.append(chunk.gauges, chunk.facts)
    this.appendRequests(chunk)
    this.appendMarks(chunk)
    this.stages.append(chunk.stages)
    for (const breach of chunk.breaches) this.breaches.push(breach)
  }

  private cut(chunk: Chunk): void {
    const { firstEvent } = chunk
    this.cuts++
    this.hops.cut(firstEvent)
    this.readings.cut(firstEvent)
    this.stages.cut(firstEvent)
    const marks = this.marksSet(firstEvent)
    if (marks < this.markCount) this.markArgs.cut(this.markArgsAt.at(marks))
    for (const column of [this.markEvent, this.markNode, this.markTemplate, this.markRequest, this.markArgsAt])
      column.cut(marks)
    this.cutRequests(firstEvent)
    this.breaches = this.breaches.filter((breach) => breach.event < firstEvent)
    this.eventTimes.cut(firstEvent)
  }

  private cutRequests(firstEvent: number): void {
    const ended = this.requestsEnded(firstEvent)
    for (let order = ended; order < this.endedRequest.length; order++) {
      const index = this.endedRequest.at(order) - 1
      this.requestEnd.array[index] = NO_EVENT
      this.requestCause.array[index] = 0
      this.requestBy.array[index] = 0
    }
    this.endedRequest.cut(ended)
    this.endedEvent.cut(ended)
    const started = this.requestsStarted(firstEvent)
    for (const column of [
      this.requestEvent,
      this.requestNode,
      this.requestLabel,
      this.requestEnd,
      this.requestCause,
      this.requestBy,
    ])
      column.cut(started)
  }

  private appendTables({ tables }: Chunk): void {
    replaceTail(this.strings, tables.strings)
    replaceTail(this.templates, tables.templates)
    this.readings.appendSlots(tables.slots)
  }

  private appendRequests({ requests, ends }: Chunk): void {
    this.requestEvent.append(requests.event)
    this.requestNode.append(requests.node)
    this.requestLabel.append(requests.label)
    for (let index = 0; index < requests.event.length; index++) {
      this.requestEnd.push(NO_EVENT)
      this.requestCause.push(0)
      this.requestBy.push(0)
    }
    this.endedRequest.append(ends.request)
    this.endedEvent.append(ends.event)
    for (let order = 0; order < ends.request.length; order++) {
      const index = (ends.request[order] as number) - 1
      this.requestEnd.array[index] = ends.event[order] as number
      this.requestCause.array[index] = ends.cause[order] as number
      this.requestBy.array[index] = ends.by[order] as number
    }
  }

  private appendMarks({ marks }: Chunk): void {
    this.markEvent.append(marks.event)
    this.markNode.append(marks.node)
    this.markTemplate.append(marks.template)
    this.markRequest.append(marks.request)
    let at = this.markArgs.length
    this.markArgs.append(marks.args)
    for (const template of marks.template) {
      this.markArgsAt.push(at)
      at += this.argumentCount(this.templates[template] as MarkTemplate, at)
    }
  }

  private argumentCount(template: MarkTemplate, start: number): number {
    let at = start
    for (const { type } of template.places) at += type === 'numbers' || type === 'texts' ? 1 + this.markArgs.at(at) : 1
    return at - start
  }
}

/** Cuts `table` to where `tail` starts and appends it. */
export function replaceTail<T>(table: T[], tail: { first: number; entries: readonly T[] }): void {
  if (tail.entries.length === 0) return
  table.length = Math.min(table.length, tail.first)
  for (const entry of tail.entries) table.push(entry)
}
