import { HopKind, NO_HOP } from '../../../workers/protocol'
import type { Trace } from '../../../workers/trace/trace'
import type { TrafficLog } from '../../../workers/trace/traffic'

/** Which lines are listed. Empty texts let all through. */
export interface TrafficFilter {
  /** Sought in what was asked and answered, in any case. */
  readonly text: string
  /** Name of a node that asks or answers. */
  readonly node: string
  /** As `statusOf` tells it. */
  readonly status: string
}

export const NO_ANSWER = 'no answer'
export const ERROR = '(error)'
const OTHER = 'a value'

/** Numbers of the lines that pass, in order; null stands for all of them. */
export function filterTraffic(trace: Trace, log: TrafficLog, filter: TrafficFilter): Uint32Array | null {
  const text = filter.text.trim().toLowerCase()
  if (text === '' && filter.node === '' && filter.status === '') return null
  const node = trace.topology.nodes.findIndex(({ name }) => name === filter.node)
  const passed: number[] = []
  for (let line = 0; line < log.length; line++) {
    if (filter.node !== '' && !endsOf(trace, log, line).includes(node)) continue
    if (filter.status !== '' && statusOf(trace, log, line) !== filter.status) continue
    if (text !== '' && !textOf(trace, log, line).includes(text)) continue
    passed.push(line)
  }
  return Uint32Array.from(passed)
}

/** How a line came out, in a word: `200`, `503`, `OK`, `(nil)`, `(integer)`, `(error)`, `a value`, `no answer`. */
export function statusOf(trace: Trace, log: TrafficLog, line: number): string {
  const answer = log.exchanges.answerOf(log.questionAt(line))
  if (answer === NO_HOP) return NO_ANSWER
  const said = trace.hopText(answer)
  const status = /^\d{3}(?=[\s]|$)/.exec(said)?.[0]
  if (log.protocol === 'http') return status ?? NO_ANSWER
  if (trace.hopKind(answer) === HopKind.failure) return NO_ANSWER
  return /^(OK$|\(nil\)|\(integer\)|\(error\))/.exec(said)?.[0] ?? OTHER
}

/** Every status of the log with how often it comes, in the order of their texts. */
export function statusesOf(
  trace: Trace,
  log: TrafficLog,
): readonly { readonly status: string; readonly lines: number }[] {
  const counts = new Map<string, number>()
  for (let line = 0; line < log.length; line++) {
    const status = statusOf(trace, log, line)
    counts.set(status, (counts.get(status) ?? 0) + 1)
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([status, lines]) => ({ status, lines }))
}

function endsOf(trace: Trace, log: TrafficLog, line: number): readonly (number | undefined)[] {
  const link = trace.topology.links[trace.hopLink(log.questionAt(line))]
  return [link?.from, link?.to]
}

function textOf(trace: Trace, log: TrafficLog, line: number): string {
  const question = log.questionAt(line)
  const answer = log.exchanges.answerOf(question)
  const names = endsOf(trace, log, line).map((node) => trace.topology.nodes[node ?? -1]?.name ?? '')
  return [trace.hopText(question), answer === NO_HOP ? '' : trace.hopText(answer), ...names].join('\n').toLowerCase()
}
