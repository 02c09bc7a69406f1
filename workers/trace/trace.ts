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
import { countBelow, countUpTo, Float64Column } from './columns'
import { HopStore } from './hop-store'
import { MarkStore } from './mark-store'
import { ReadingStore } from './reading-store'
import { RequestStore } from './request-store'
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

  private readonly marks = new MarkStore(this.strings, this.templates)
  private readonly requests = new RequestStore()

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
    return this.marks.length
  }
  /** How many marks were set within the first `count` events. */
  marksSet(count: number): number {
    return this.marks.setWithin(count)
  }
  markEventOf(index: number): number {
    return this.marks.event.at(index)
  }
  markNameOf(index: number): string {
    return this.marks.template(index)?.name ?? ''
  }
  markToneOf(index: number): MarkTone {
    return this.marks.template(index)?.tone ?? 'neutral'
  }
  markNodeOf(index: number): number {
    return this.marks.node.at(index)
  }
  markRequestOf(index: number): number {
    return this.marks.request.at(index)
  }
  mark(index: number): Mark {
    const { marks } = this
    const template = marks.template(index) as MarkTemplate
    const details = marks.details(index)
    const event = marks.event.at(index)
    return {
      index,
      event,
      atMicros: this.eventTimes.at(event),
      node: marks.node.at(index),
      name: template.name,
      tone: template.tone,
      sentence: fillSentence(template, details),
      details,
      request: marks.request.at(index),
    }
  }

  // Requests ---------------------------------------------------------------------------------------------------------

  /** Requests so far; their ids run from 1 to this number. */
  get requestCount(): number {
    return this.requests.length
  }
  request(id: number): RequestRecord {
    const { requests } = this
    const row = id - 1
    const startEvent = requests.startEvent.at(row)
    return {
      id,
      node: requests.node.at(row),
      label: this.strings[requests.label.at(row)] ?? '',
      startEvent,
      startMicros: this.eventTimes.at(startEvent),
      endEvent: requests.endEvent.at(row),
      endMicros: this.requestEndMicros(id),
      cause: this.requestCauseOf(id),
      by: requests.by.at(row),
    }
  }
  requestStartMicros(id: number): number {
    return this.eventTimes.at(this.requests.startEvent.at(id - 1))
  }
  /** How many requests had started within the first `count` events. */
  requestsStarted(count: number): number {
    return this.requests.startedWithin(count)
  }
  /** How many requests had ended within the first `count` events. */
  requestsEnded(count: number): number {
    return this.requests.endedWithin(count)
  }
  /** Id of the request that ended as number `order` (from 0), in order of ending. */
  endedRequestAt(order: number): number {
    return this.requests.endedAt(order)
  }
  /** Without an allocation: end of the request in microseconds, its cause as text, its latency. */
  requestEndMicros(id: number): number {
    const event = this.requests.endEvent.at(id - 1)
    return event === NO_EVENT ? Number.POSITIVE_INFINITY : this.eventTimes.at(event)
  }
  requestCauseOf(id: number): string {
    return this.strings[this.requests.cause.at(id - 1)] ?? ''
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
    if (chunk.firstEvent < this.events) this.cut(chunk.firstEvent)
    replaceTail(this.strings, chunk.tables.strings)
    replaceTail(this.templates, chunk.tables.templates)
    this.readings.appendSlots(chunk.tables.slots)
    this.eventTimes.append(chunk.eventAt)
    this.hops.append(chunk.hops, chunk.settles)
    this.readings.append(chunk.gauges, chunk.facts)
    this.requests.append(chunk.requests, chunk.ends)
    this.marks.append(chunk.marks)
    this.stages.append(chunk.stages)
    for (const breach of chunk.breaches) this.breaches.push(breach)
  }

  private cut(firstEvent: number): void {
    this.cuts++
    for (const store of [this.hops, this.readings, this.stages, this.marks, this.requests]) store.cut(firstEvent)
    this.breaches = this.breaches.filter((breach) => breach.event < firstEvent)
    this.eventTimes.cut(firstEvent)
  }
}

/** Cuts `table` to where `tail` starts and appends it. */
export function replaceTail<T>(table: T[], tail: { first: number; entries: readonly T[] }): void {
  if (tail.entries.length === 0) return
  table.length = Math.min(table.length, tail.first)
  for (const entry of tail.entries) table.push(entry)
}
