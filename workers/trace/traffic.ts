/**
 * The messages of a protocol as the log that its servers would write: one line for each question, at the moment at which
 * its server writes it, or at which the question is lost. The page, the tests and the command line read them here.
 */
import { Fate, HopKind, NO_EVENT, NO_HOP, Stage } from '../protocol'
import { countBelow } from './columns'
import { Exchanges } from './exchanges'
import type { Hop, Trace } from './trace'

export type Protocol = 'http' | 'redis'

/** What both kinds of log say of one question. */
export interface TrafficLine {
  readonly question: Hop
  /** Null when there is none yet, or never. */
  readonly answer: Hop | null
  /** The event that writes the line. */
  readonly event: number
  readonly micros: number
  readonly client: string
  readonly server: string
  /** Which try of its client this is, from 1. */
  readonly tries: number
  /** Where in the queue of the server it had to wait, from 1; 0 when it had not to. */
  readonly place: number
  readonly waitedMicros: number
}

const METHODS = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S/

/** Which protocol a question is of, by what it says: one to Redis has the whole command, quoted, on its second line. */
export function protocolOf(text: string): Protocol | null {
  if (text.includes('\n"')) return 'redis'
  return METHODS.test(text) ? 'http' : null
}

/** The protocols of which a trace has messages. */
export function protocolsOf(trace: Trace): readonly Protocol[] {
  const found = new Set<Protocol | null>()
  for (let hop = 0; hop < trace.hopCount && found.size < 3; hop++)
    if (trace.hopKind(hop) === HopKind.request) found.add(protocolOf(trace.hopText(hop)))
  return (['http', 'redis'] as const).filter((protocol) => found.has(protocol))
}

/** The lines of one protocol in the order in which they are written. */
export class TrafficLog {
  readonly exchanges: Exchanges
  readonly protocol: Protocol
  readonly #trace: Trace
  #questions: readonly number[] = []
  #events = new Uint32Array()

  constructor(trace: Trace, protocol: Protocol) {
    this.#trace = trace
    this.protocol = protocol
    this.exchanges = new Exchanges(trace)
    this.update()
  }

  get length(): number {
    return this.#questions.length
  }
  /** Index of the hop that asks. */
  questionAt(line: number): number {
    return this.#questions[line] as number
  }
  /** How many lines were written within the first `count` events. */
  writtenAt(count: number): number {
    return countBelow(this.#events, this.length, count)
  }

  /** Reads the whole trace again, which may have grown or been cut. */
  update(): void {
    const trace = this.#trace
    this.exchanges.update()
    const parked = this.protocol === 'redis' ? parkedCommands(trace) : NOTHING_PARKED
    const lines: { readonly question: number; readonly event: number }[] = []
    for (let hop = 0; hop < trace.hopCount; hop++) {
      if (trace.hopKind(hop) !== HopKind.request || protocolOf(trace.hopText(hop)) !== this.protocol) continue
      const event = parked.get(hop) ?? this.#writtenEvent(hop)
      if (event !== NO_EVENT) lines.push({ question: hop, event })
    }
    lines.sort((a, b) => a.event - b.event || a.question - b.question)
    this.#questions = lines.map(({ question }) => question)
    this.#events = Uint32Array.from(lines, ({ event }) => event)
  }

  /** What both kinds of log say in a line. */
  line(index: number): TrafficLine {
    const trace = this.#trace
    const question = trace.hop(this.questionAt(index))
    const answer = this.exchanges.answerOf(question.index)
    const event = this.#events[index] as number
    return {
      question,
      answer: answer === NO_HOP ? null : trace.hop(answer),
      event,
      micros: trace.eventMicros(event),
      client: nameOf(trace, question.from),
      server: nameOf(trace, question.to),
      tries: this.exchanges.tryOf(question.index),
      ...waitOf(trace, question),
    }
  }

  #writtenEvent(question: number): number {
    const answer = this.exchanges.answerOf(question)
    if (answer !== NO_HOP) return this.#trace.hopSentEvent(answer)
    return this.#trace.hopFate(question) === Fate.lost ? this.#trace.hopSettledEvent(question) : NO_EVENT
  }
}

/** Seconds with six digits, as MONITOR has them. */
export function monitorTime(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000)
  return `${seconds}.${String(Math.floor(micros) % 1_000_000).padStart(6, '0')}`
}

/** Why the client has not got the answer that was sent; empty when it has, or may still. */
export function deliveryTrouble({ answer }: TrafficLine): string {
  switch (answer?.fate) {
    case Fate.lost:
      return 'the answer is lost on the way'
    case Fate.late:
      return 'nobody waited for the answer any more'
    case Fate.refused:
      return 'the client is down'
    default:
      return ''
  }
}

function waitOf(trace: Trace, { index, request, to }: Hop): Pick<TrafficLine, 'place' | 'waitedMicros'> {
  const stages = trace.stagesOfRequest(request).filter(({ hop, node }) => hop === index && node === to)
  const queued = stages.find(({ stage }) => stage === Stage.queued)
  if (queued === undefined) return { place: 0, waitedMicros: 0 }
  const started = stages.find(({ stage, event }) => stage === Stage.started && event >= queued.event)
  const until = started === undefined ? trace.heldMicros : trace.eventMicros(started.event)
  return { place: queued.amount, waitedMicros: until - trace.eventMicros(queued.event) }
}

const NOTHING_PARKED: ReadonlyMap<number, number> = new Map()

/** Commands that were blocked, with the event at which they were: MONITOR tells of them then, and not when they end. */
function parkedCommands(trace: Trace): ReadonlyMap<number, number> {
  const parked = new Map<number, number>()
  for (let index = 0; index < trace.markCount; index++) {
    if (trace.markNameOf(index) !== 'redis/parked') continue
    const { node, request, event, details } = trace.mark(index)
    const asked = trace.hopsOfRequest(request).findLast((hop) => {
      const isOne = hop.kind === HopKind.request && hop.to === node && hop.label === details.command
      return isOne && hop.settledEvent < event && !parked.has(hop.index)
    })
    if (asked !== undefined) parked.set(asked.index, event)
  }
  return parked
}

function nameOf(trace: Trace, node: number): string {
  return trace.topology.nodes[node]?.name ?? ''
}
