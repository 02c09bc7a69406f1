import { Fate, HopKind, NO_EVENT, NO_HOP, NO_REQUEST, Stage } from '../protocol'
import { Uint32Column } from './columns'
import type { Trace } from './trace'

/** The question that an answer answers, by the index of its hop, or `NO_HOP`. */
export function questionOf(trace: Trace, answer: number): number {
  for (let at = answer; ; ) {
    const cause = trace.hopCause(at)
    if (cause === NO_HOP || trace.hopKind(cause) === HopKind.request) return cause
    // It was sent after an answer had come: to a question of the same process.
    at = questionOf(trace, cause)
    if (at === NO_HOP) return NO_HOP
  }
}

/**
 * Which answer belongs to which question, and who asks again, for all messages of a trace that grows. What a process sends after an
 * answer came is still its.
 */
export class Exchanges {
  readonly #trace: Trace
  /** For each hop the process that sent it; of an answer that is its question. */
  readonly #process = new Uint32Column()
  /** For each question its answer. */
  readonly #answer = new Uint32Column()
  #cuts: number

  constructor(trace: Trace) {
    this.#trace = trace
    this.#cuts = trace.cuts
  }

  /** Takes in what the trace has recorded since the last call. */
  update(): void {
    const trace = this.#trace
    if (trace.cuts !== this.#cuts) {
      this.#cuts = trace.cuts
      this.#process.cut(0)
      this.#answer.cut(0)
    }
    for (let hop = this.#process.length; hop < trace.hopCount; hop++) {
      const process = this.#processOfNext(hop)
      this.#process.push(process)
      this.#answer.push(NO_HOP)
      if (trace.hopKind(hop) !== HopKind.request && process !== NO_HOP) this.#answer.array[process] = hop
    }
  }

  /** The process that sent a message, by the question that started it. */
  processOf(hop: number): number {
    return this.#process.at(hop)
  }
  /** The answer to a question, or `NO_HOP` while there is none. */
  answerOf(question: number): number {
    return this.#answer.at(question)
  }

  /**
   * Which try of its sender a question is, from 1: the same words for the same request again, after an earlier try has
   * failed or nobody waited for it any more. A second one beside the first is no try of its own.
   */
  tryOf(question: number): number {
    const trace = this.#trace
    const { request, from, label, sentEvent } = trace.hop(question)
    if (request === NO_REQUEST) return 1
    let tries = 1
    for (const earlier of trace.hopsOfRequest(request)) {
      if (earlier.index >= question) break
      if (earlier.kind !== HopKind.request || earlier.from !== from || earlier.label !== label) continue
      if (this.processOf(earlier.index) === this.processOf(question) && this.#hasFailed(earlier.index, sentEvent))
        tries++
    }
    return tries
  }

  /** The sender knew at event `event` that this question has no good answer. */
  #hasFailed(question: number, event: number): boolean {
    const trace = this.#trace
    const answer = this.answerOf(question)
    if (answer !== NO_HOP && trace.hopSettledEvent(answer) <= event && trace.hopFate(answer) === Fate.delivered)
      return trace.hopKind(answer) === HopKind.failure
    return this.gaveUpEvent(question) <= event
  }

  /** The event at which the sender gave up on a question, `NO_EVENT` if it never did or no client asked for it. */
  gaveUpEvent(question: number): number {
    const stages = this.#trace.stagesOfRequest(this.#trace.hopRequest(question))
    return stages.find(({ stage, hop }) => stage === Stage.gaveUp && hop === question)?.event ?? NO_EVENT
  }

  #processOfNext(hop: number): number {
    const trace = this.#trace
    const cause = trace.hopCause(hop)
    if (cause === NO_HOP || trace.hopKind(cause) === HopKind.request) return cause
    const asked = this.#process.at(cause)
    return asked === NO_HOP ? NO_HOP : this.#process.at(asked)
  }
}
