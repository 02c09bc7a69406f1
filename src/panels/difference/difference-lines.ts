import { formatDuration } from '../../../workers/kernel/time'
import type { Intervention } from '../../../workers/scenario/scenario'
import type { SystemMeta } from '../../../workers/systems/system'
import { groupDigits } from '../../../workers/trace/sentence'
import type {
  FailureDifference,
  MarkDifference,
  NodeDifference,
  Pair,
  SpanDifference,
  TimeDifference,
} from '../../../workers/trace/span-difference'
import type { Trace } from '../../../workers/trace/trace'
import { interventionText } from '../../playback/intervention-text'

/** One answer to what differs, and the moment it is seen at. */
export interface DifferenceLine {
  readonly sentence: string
  /** Of all that was added, the part that this explains; null where shares make no sense. */
  readonly share: number | null
  /** What a press shows: a moment, or a mark by its index; null when there is nothing to see any more. */
  readonly to: { readonly micros: number } | { readonly mark: number } | null
}

/** Answers of one sort, the most telling first. */
export interface DifferenceGroup {
  readonly title: string
  readonly lines: readonly DifferenceLine[]
}

/** Answers of one sort that are told at most. */
const TOLD = 5

/** All that differs, as sentences. Groups without an answer are left out. */
export function differenceGroups(
  trace: Trace,
  difference: SpanDifference,
  script: readonly Intervention[],
  meta: Pick<SystemMeta, 'parameters' | 'actions'>,
): DifferenceGroup[] {
  const name = (node: number): string => trace.topology.nodes[node]?.name ?? 'nobody'
  const groups = [
    { title: 'What was done', lines: doneLines(difference, script, meta) },
    { title: 'Failures', lines: difference.failures.map((each) => failureLine(each, name)) },
    { title: 'Where the added time goes', lines: difference.times.map((each) => timeLine(each, name)) },
    { title: 'Nodes, on average', lines: difference.nodes.map((each) => nodeLine(each, name)) },
    { title: 'Decisions', lines: difference.marks.map((each) => markLine(each, trace, name)) },
  ]
  return groups
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => ({ title, lines: lines.slice(0, TOLD) }))
}

function doneLines(
  { inside }: SpanDifference,
  script: readonly Intervention[],
  meta: Pick<SystemMeta, 'parameters' | 'actions'>,
): DifferenceLine[] {
  return script
    .filter(({ at }) => at >= inside.fromMicros && at < inside.toMicros)
    .map((each) => ({
      sentence: `At ${formatDuration(each.at)}: ${interventionText(each, meta)}.`,
      share: null,
      to: { micros: each.at },
    }))
}

function failureLine(
  { cause, node, count, before, share, firstMicros }: FailureDifference,
  name: (node: number) => string,
): DifferenceLine {
  const requests = `${groupDigits(count)} ${count === 1 ? 'request fails' : 'requests fail'}`
  const was = before === 0 ? 'none did before' : `${rateText(before)} did before`
  return { sentence: `${requests}: ${cause} at ${name(node)}; ${was}.`, share, to: { micros: firstMicros } }
}

const WAYS: Readonly<Record<TimeDifference['kind'], (node: string, sender: string) => string>> = {
  wire: (node, sender) => `on the way from ${sender} to ${node}`,
  queue: (node) => `in the queue of ${node}`,
  work: (node) => `at work on ${node}`,
  sleep: (node) => `while ${node} lets time pass`,
  silence: (node) => `in silence: nothing will come back to ${node}`,
}

function timeLine(
  { kind, node, sender, before, inside, share, firstMicros }: TimeDifference,
  name: (node: number) => string,
): DifferenceLine {
  const where = WAYS[kind](name(node), name(sender))
  return {
    sentence: `A request is ${formatDuration(inside - before)} longer ${where}: ${pairText({ before, inside })}.`,
    share,
    to: { micros: firstMicros },
  }
}

function nodeLine({ node, key, before, inside }: NodeDifference, name: (node: number) => string): DifferenceLine {
  const what = key === 'queue' ? 'wait in its queue' : 'are being worked on'
  const was = Math.round(before * 10) / 10
  return {
    sentence: `${name(node)}: ${Math.round(inside * 10) / 10} ${what}, ${was} before.`,
    share: null,
    to: null,
  }
}

function markLine(
  { name: mark, node, before, inside, firstMark }: MarkDifference,
  trace: Trace,
  name: (node: number) => string,
): DifferenceLine {
  const times = `${groupDigits(inside)}${inside === 1 ? ' time' : ' times'}`
  const was = before === 0 ? 'never before' : `${groupDigits(before)} in as much time before`
  const what = mark.replace(/^[^/]*\//, '').replaceAll('-', ' ')
  const head = `“${what}” on ${name(node)}: ${inside === 0 ? 'no more' : times}, ${was}.`
  if (firstMark === null) return { sentence: head, share: null, to: null }
  return { sentence: `${head} The first: ${trace.mark(firstMark).sentence}`, share: null, to: { mark: firstMark } }
}

function pairText({ before, inside }: Pair): string {
  return `${formatDuration(inside)} against ${formatDuration(before)}`
}

/** `12.5 a second`. */
export function rateText(perSecond: number): string {
  return `${perSecond >= 100 ? groupDigits(perSecond) : Math.round(perSecond * 10) / 10} a second`
}
