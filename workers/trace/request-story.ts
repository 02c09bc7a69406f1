/**
 * Where the time of one request went: every microsecond from its start to its end belongs to exactly one part. The
 * reading follows the causes: while a node waits for another, the time is told by what happens to that question.
 */
import { Fate, HopKind, NO_EVENT, NO_HOP, Stage } from '../protocol'
import type { StageRecord } from './stage-store'
import type { Hop, RequestRecord, Trace } from './trace'

/** What a request does during a part of its time. */
export type PartKind =
  /** A message is under way. */
  | 'wire'
  /** It waits in a queue; `place` from 1. */
  | 'queue'
  /** A node works, or decides; `node`. */
  | 'work'
  /** A node lets time pass, for instance before a retry. */
  | 'sleep'
  /** Nothing will come back any more: the message or its answer was lost, or it comes too late. */
  | 'silence'

export interface StoryPart {
  readonly kind: PartKind
  readonly fromMicros: number
  readonly toMicros: number
  /** Where it is; of a message, where it goes. */
  readonly node: number
  /** Of a message, where it comes from; otherwise the same as `node`. */
  readonly sender: number
  /** The message under way, or the one whose arrival led here; `NO_HOP` at the node that asks. */
  readonly hop: number
  /** Place in the queue from 1; 0 for any other kind. */
  readonly place: number
}

/** The time at which a node holds a question: from its arrival to the answer's departure, or as far as the run tells. */
export interface Visit {
  readonly node: number
  readonly hop: number
  readonly fromMicros: number
  readonly toMicros: number
  readonly outcome: 'answered' | 'failed' | 'open'
}

export interface RequestStory {
  readonly request: RequestRecord
  /** End of the request, or the moment that the run has reached while it is open. */
  readonly endMicros: number
  /** In order of time, without gaps, from the start to `endMicros`. */
  readonly parts: readonly StoryPart[]
  /** In order of arrival; the node that asks comes first, with `NO_HOP`. */
  readonly visits: readonly Visit[]
}

/** @throws RangeError when the trace has no such request */
export function requestStory(trace: Trace, id: number): RequestStory {
  if (!(Number.isInteger(id) && id >= 1 && id <= trace.requestCount))
    throw new RangeError(`This run has requests 1 to ${trace.requestCount}, not ${id}.`)
  return new StoryReader(trace, id).read()
}

/** The messages of a request that one process sent, and what became of them. */
interface Question {
  readonly hop: Hop
  readonly answer: Hop | null
  /** When the asker no longer waits: the answer came, it gave up, or never. */
  readonly until: number
}

class StoryReader {
  private readonly request: RequestRecord
  private readonly end: number
  private readonly hops: readonly Hop[]
  private readonly byIndex: ReadonlyMap<number, Hop>
  private readonly stages: readonly StageRecord[]
  private readonly answers = new Map<number, Hop>()
  private readonly parts: StoryPart[] = []

  constructor(
    private readonly trace: Trace,
    id: number,
  ) {
    this.request = trace.request(id)
    this.end = Math.min(this.request.endMicros, trace.heldMicros)
    this.hops = trace.hopsOfRequest(id)
    this.byIndex = new Map(this.hops.map((hop) => [hop.index, hop]))
    this.stages = trace.stagesOfRequest(id)
    for (const hop of this.hops) if (hop.kind !== HopKind.request) this.answers.set(this.processOf(hop), hop)
  }

  read(): RequestStory {
    const { request, end } = this
    this.tellProcess(request.node, NO_HOP, request.startMicros, end)
    return { request, endMicros: end, parts: merged(this.parts), visits: this.visits() }
  }

  /**
   * The process that sent a message, by the question that started it; `NO_HOP` for the one that opened the request. An
   * answer's process is the one of the question that it answers; what a process sends after an answer came is still its.
   */
  private processOf(hop: Hop): number {
    const cause = this.byIndex.get(hop.cause)
    if (cause === undefined) return NO_HOP
    if (cause.kind === HopKind.request) return cause.index
    const asked = this.byIndex.get(this.processOf(cause))
    return asked === undefined ? NO_HOP : this.processOf(asked)
  }

  /** The process of a stage, by the message whose arrival it names. */
  private processOfStage({ hop, stage }: StageRecord): number {
    const cause = this.byIndex.get(hop)
    if (cause === undefined) return NO_HOP
    if (stage === Stage.gaveUp) return this.processOf(cause)
    if (cause.kind === HopKind.request) return cause.index
    const asked = this.byIndex.get(this.processOf(cause))
    return asked === undefined ? NO_HOP : this.processOf(asked)
  }

  /** Tells the time from `from` to `to` of the process at `node` that `hop` started. */
  private tellProcess(node: number, hop: number, from: number, to: number): void {
    const questions = this.questionsOf(node, hop)
    let now = from
    while (now < to) {
      const open = questions.filter(({ hop: asked, until }) => asked.sentMicros <= now && until > now)
      // Of questions asked side by side the one that is waited for longest explains the time.
      const longest = open.reduce<Question | null>(
        (best, next) => (best === null || next.until > best.until ? next : best),
        null,
      )
      if (longest !== null) {
        const until = Math.min(longest.until, to)
        this.tellQuestion(longest, now, until)
        now = until
        continue
      }
      const next = questions.find(({ hop: asked }) => asked.sentMicros > now)
      const until = Math.min(to, next?.hop.sentMicros ?? to)
      this.tellStay(node, hop, now, until)
      now = until
    }
  }

  private questionsOf(node: number, process: number): Question[] {
    return this.hops
      .filter((hop) => hop.kind === HopKind.request && hop.from === node && this.processOf(hop) === process)
      .map((hop) => {
        const answer = this.answers.get(hop.index) ?? null
        const gaveUp = this.stages.find(({ stage, hop: asked }) => stage === Stage.gaveUp && asked === hop.index)
        const cameAt = answer !== null && answer.fate === Fate.delivered ? answer.dueMicros : Number.POSITIVE_INFINITY
        const gaveUpAt = gaveUp === undefined ? Number.POSITIVE_INFINITY : this.trace.eventMicros(gaveUp.event)
        return { hop, answer, until: Math.min(cameAt, gaveUpAt) }
      })
  }

  /** Tells a span of the time in which a question was open: on its way, at the one asked, on the way back. */
  private tellQuestion({ hop, answer }: Question, from: number, to: number): void {
    const arrival = Math.min(hop.dueMicros, to)
    this.tell('wire', from, arrival, hop.to, hop.from, hop.index)
    if (hop.fate === Fate.lost) return this.tell('silence', Math.max(from, arrival), to, hop.from, hop.from, hop.index)
    const departure = Math.min(answer?.sentMicros ?? to, to)
    if (departure > arrival) this.tellProcess(hop.to, hop.index, Math.max(from, arrival), departure)
    if (answer === null) return
    const back = Math.min(answer.dueMicros, to)
    this.tell('wire', Math.max(from, departure), back, answer.to, answer.from, answer.index)
    this.tell('silence', Math.max(from, back), to, answer.to, answer.to, answer.index)
  }

  /** Tells a span in which a process asks nobody: in the queue, at work, asleep. */
  private tellStay(node: number, hop: number, from: number, to: number): void {
    const own = this.stages.filter((each) => each.node === node && this.processOfStage(each) === hop)
    let now = from
    let current: StageRecord | null = null
    for (const stage of own) {
      const at = this.trace.eventMicros(stage.event)
      if (at > from) {
        const until = Math.min(at, to)
        this.tellStage(current, now, until, node, hop)
        now = Math.max(now, until)
      }
      if (at >= to) break
      current = stage.stage === Stage.gaveUp ? null : stage
    }
    this.tellStage(current, now, to, node, hop)
  }

  private tellStage(stage: StageRecord | null, from: number, to: number, node: number, hop: number): void {
    if (stage?.stage === Stage.queued) return this.tell('queue', from, to, node, node, hop, stage.amount)
    if (stage?.stage === Stage.slept) {
      const until = Math.min(to, this.trace.eventMicros(stage.event) + stage.amount)
      this.tell('sleep', from, until, node, node, hop)
      return this.tell('work', Math.max(from, until), to, node, node, hop)
    }
    this.tell('work', from, to, node, node, hop)
  }

  private tell(
    kind: PartKind,
    fromMicros: number,
    toMicros: number,
    node: number,
    sender: number,
    hop: number,
    place = 0,
  ): void {
    if (toMicros > fromMicros) this.parts.push({ kind, fromMicros, toMicros, node, sender, hop, place })
  }

  private visits(): Visit[] {
    const { request, end, trace } = this
    const asked: Visit = {
      node: request.node,
      hop: NO_HOP,
      fromMicros: request.startMicros,
      toMicros: end,
      outcome: request.endEvent === NO_EVENT ? 'open' : request.cause === '' ? 'answered' : 'failed',
    }
    const others = this.hops
      .filter(({ kind, fate }) => kind === HopKind.request && (fate === Fate.delivered || fate === Fate.refused))
      .map((hop): Visit => {
        const answer = this.answers.get(hop.index)
        const outcome = answer === undefined ? 'open' : answer.kind === HopKind.answer ? 'answered' : 'failed'
        return {
          node: hop.to,
          hop: hop.index,
          fromMicros: hop.dueMicros,
          toMicros: answer?.sentMicros ?? trace.heldMicros,
          outcome,
        }
      })
    return [asked, ...others.sort((a, b) => a.fromMicros - b.fromMicros || a.hop - b.hop)]
  }
}

/** Joins neighbours that tell the same thing. */
function merged(parts: readonly StoryPart[]): StoryPart[] {
  const joined: StoryPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    const isSame = last !== undefined && last.kind === part.kind && last.node === part.node && last.hop === part.hop
    if (isSame && last.place === part.place) joined[joined.length - 1] = { ...last, toMicros: part.toMicros }
    else joined.push(part)
  }
  return joined
}
