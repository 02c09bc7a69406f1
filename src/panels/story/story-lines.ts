import { formatDuration } from '../../../workers/kernel/time'
import { Fate, HopKind, type MarkTone, NO_EVENT, NO_HOP } from '../../../workers/protocol'
import type { PartKind, RequestStory, StoryPart } from '../../../workers/trace/request-story'
import type { Hop, Trace } from '../../../workers/trace/trace'

/** One line of a story, at the moment it begins. */
export interface StoryLine {
  readonly key: string
  readonly micros: number
  readonly text: string
  /** HTTP fields of the message that it tells of. */
  readonly headers: readonly string[]
  readonly tone: MarkTone
  /** How long it lasts, in microseconds; null for what has no length. */
  readonly lasts: number | null
  /** Index of the mark that it tells, or null. */
  readonly mark: number | null
}

/** Parts, reasons and losses of a request in order of time; at one moment the reason stands before what it led to. */
export function storyLines(trace: Trace, story: RequestStory): readonly StoryLine[] {
  const told = new Set(story.parts.filter(({ kind }) => kind === 'wire').map(({ hop }) => hop))
  const lines = [
    ...markLines(trace, story),
    ...story.parts.map((part) => partLine(trace, part)),
    ...trace.hopsOfRequest(story.request.id).flatMap((hop) => sideLines(trace, hop, told.has(hop.index))),
  ]
  return lines.sort((a, b) => a.micros - b.micros)
}

/** How the time divides, longest first: `431 ms in queues, 40 ms at work, 9 ms on the way`. */
export function timeSummary({ parts }: RequestStory): string {
  const sums = new Map<PartKind, number>()
  for (const { kind, fromMicros, toMicros } of parts) sums.set(kind, (sums.get(kind) ?? 0) + toMicros - fromMicros)
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, micros]) => `${formatDuration(micros)} ${SUMMARY_WORDS[kind]}`)
    .join(', ')
}

const SUMMARY_WORDS: Readonly<Record<PartKind, string>> = {
  wire: 'on the way',
  queue: 'in queues',
  work: 'at work',
  sleep: 'let pass',
  silence: 'without any sign',
}

function markLines(trace: Trace, { request, endMicros }: RequestStory): StoryLine[] {
  const lines: StoryLine[] = []
  for (let index = trace.marksSet(request.startEvent); index < trace.markCount; index++) {
    if (trace.eventMicros(trace.markEventOf(index)) > endMicros) break
    if (trace.markRequestOf(index) !== request.id) continue
    const { atMicros, sentence, tone } = trace.mark(index)
    lines.push({ key: `mark ${index}`, micros: atMicros, text: sentence, headers: [], tone, lasts: null, mark: index })
  }
  return lines
}

function partLine(trace: Trace, part: StoryPart): StoryLine {
  const { kind, fromMicros, toMicros, hop } = part
  return {
    key: `${kind} ${fromMicros} ${hop}`,
    micros: fromMicros,
    text: partText(trace, part),
    headers: kind === 'wire' && hop !== NO_HOP ? trace.hop(hop).headers : [],
    tone: kind === 'silence' ? 'bad' : kind === 'queue' ? 'attention' : toneOf(trace, part),
    lasts: toMicros - fromMicros,
    mark: null,
  }
}

export function partText(trace: Trace, { kind, node, sender, hop, place }: StoryPart): string {
  const name = nameOf(trace, node)
  switch (kind) {
    case 'wire':
      return `${hop === NO_HOP ? 'A message' : trace.hop(hop).label} goes from ${nameOf(trace, sender)} to ${name}.`
    case 'queue':
      return `It waits at ${name}, place ${place} in the queue.`
    case 'work':
      return `${name} works on it.`
    case 'sleep':
      return `${name} lets time pass.`
    case 'silence':
      return `Nothing reaches ${name}.`
  }
}

function toneOf(trace: Trace, { kind, hop }: StoryPart): MarkTone {
  if (kind !== 'wire' || hop === NO_HOP) return 'neutral'
  const { kind: sent, label } = trace.hop(hop)
  if (label.startsWith('(error)')) return 'bad'
  return sent === HopKind.failure ? 'bad' : sent === HopKind.answer ? 'good' : 'neutral'
}

const TROUBLES: Partial<Record<Fate, string>> = {
  [Fate.lost]: 'is lost on the way to',
  [Fate.refused]: 'is refused: nobody is up at',
  [Fate.late]: 'comes too late to',
}

/** What the parts do not tell: messages sent beside the ones that are waited for, and how messages ended badly. */
function sideLines(trace: Trace, hop: Hop, isTold: boolean): StoryLine[] {
  const line = (what: string, micros: number, text: string, tone: MarkTone): StoryLine => {
    return { key: `${what} ${hop.index}`, micros, text, headers: [], tone, lasts: null, mark: null }
  }
  const to = nameOf(trace, hop.to)
  const beside = `Beside it, ${hop.label} goes from ${nameOf(trace, hop.from)} to ${to}.`
  const lines = isTold ? [] : [line('sent', hop.sentMicros, beside, 'neutral')]
  const trouble = TROUBLES[hop.fate]
  if (trouble === undefined || hop.settledEvent === NO_EVENT) return lines
  const settledAt = trace.eventMicros(hop.settledEvent)
  return [...lines, line('settled', settledAt, `${hop.label} ${trouble} ${to}.`, 'bad')]
}

function nameOf(trace: Trace, node: number): string {
  return trace.topology.nodes[node]?.name ?? ''
}
