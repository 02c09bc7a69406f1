import { formatDuration } from '../kernel/time'
import { Fate, HopKind, type MarkTone, NO_REQUEST, type Plain, Stage } from '../protocol'
import { listText } from './sentence'
import type { Hop, Trace } from './trace'

/** What just happened and why, for everybody who looks or listens. */
export interface Moment {
  readonly micros: number
  readonly tone: MarkTone
  readonly sentence: string
  /** Index of the node it happened on, if on one. */
  readonly node: number | null
  /** The request it belongs to, if to one. */
  readonly request: number | null
}

type Told = Omit<Moment, 'micros'>

/**
 * One sentence about the last of the first `count` events: a check that broke there, else its last mark, else what was
 * lost or refused, else a request that ended, else a message sent, else one that arrived, else what is left.
 *
 * @param marks among the steps of an algorithm: how many marks of the run are shown, the last of which is then told
 */
export function describeMoment(trace: Trace, count: number, marks = trace.marksSet(count)): Moment {
  const event = Math.min(count, trace.events) - 1
  if (event < 0) return { micros: 0, ...told('Nothing has happened yet. Press play or step.') }
  const what =
    (marks < trace.marksSet(count) ? null : brokenCheck(trace, event)) ??
    lastMark(trace, event, marks) ??
    failedHop(trace, event) ??
    endedRequest(trace, event) ??
    sentHop(trace, event) ??
    arrivedHop(trace, event) ??
    changedReading(trace, event)
  return { micros: trace.eventMicros(event), ...what }
}

function told(sentence: string, tone: MarkTone = 'neutral', node: number | null = null, request = NO_REQUEST): Told {
  return { sentence, tone, node, request: request === NO_REQUEST ? null : request }
}

function brokenCheck(trace: Trace, event: number): Told | null {
  const breach = trace.breaches.find((each) => each.event === event)
  return breach === undefined ? null : told(`A check fails: ${breach.sentence}`, 'bad')
}

function lastMark(trace: Trace, event: number, marks: number): Told | null {
  const index = marks - 1
  if (index < 0 || trace.markEventOf(index) !== event) return null
  const mark = trace.mark(index)
  return told(mark.sentence, mark.tone, mark.node, mark.request)
}

function failedHop(trace: Trace, event: number): Told | null {
  const hops = settledAt(trace, event).filter(({ fate }) => fate !== Fate.delivered)
  const hop = hops.at(-1)
  if (hop === undefined) return null
  const { from, to } = endsOf(trace, hop)
  const more = moreText(hops.length)
  switch (hop.fate) {
    case Fate.refused:
      return told(`${to} refuses ${hop.label} from ${from}: it is down${more}.`, 'bad', hop.to, hop.request)
    case Fate.late:
      return told(
        `${hop.label} from ${from} reaches ${to} too late: nobody waits for it${more}.`,
        'attention',
        hop.to,
        hop.request,
      )
    default:
      return told(`${contentOf(trace, hop)} is lost on the way from ${from} to ${to}${more}.`, 'bad', null, hop.request)
  }
}

function endedRequest(trace: Trace, event: number): Told | null {
  const order = trace.requestsEnded(event + 1) - 1
  if (order < trace.requestsEnded(event)) return null
  const { id, node, by, cause, startMicros, endMicros } = trace.request(trace.endedRequestAt(order))
  const more = moreText(order + 1 - trace.requestsEnded(event), 'request')
  const after = `after ${formatDuration(endMicros - startMicros)}`
  if (cause === '')
    return told(`Request ${id} of ${nameOf(trace, node)} is answered ${after}${more}.`, 'good', node, id)
  return told(
    `Request ${id} of ${nameOf(trace, node)} fails ${after}: ${cause} at ${nameOf(trace, by)}${more}.`,
    'bad',
    node,
    id,
  )
}

function sentHop(trace: Trace, event: number): Told | null {
  const first = trace.hopsSent(event)
  const sent = trace.hopsSent(event + 1) - first
  if (sent === 0) return null
  const hop = trace.hop(first + sent - 1)
  const { from, to } = endsOf(trace, hop)
  const verb = hop.kind === HopKind.request ? 'sends' : 'answers'
  const tone = hop.kind === HopKind.failure ? 'bad' : 'neutral'
  return told(`${from} ${verb} ${hop.label} to ${to}${moreText(sent)}.`, tone, hop.from, hop.request)
}

function arrivedHop(trace: Trace, event: number): Told | null {
  const hops = settledAt(trace, event)
  const hop = hops.at(-1)
  if (hop === undefined) return null
  const { from, to } = endsOf(trace, hop)
  const tone = hop.kind === HopKind.failure ? 'bad' : 'neutral'
  const stage = trace.stageAt(event)
  const waits = stage?.stage === Stage.queued ? ` and waits at place ${stage.amount} of the queue` : ''
  return told(`${hop.label} from ${from} arrives at ${to}${waits}${moreText(hops.length)}.`, tone, hop.to, hop.request)
}

function changedReading(trace: Trace, event: number): Told {
  const id = trace.requestsStarted(event + 1)
  if (id > trace.requestsStarted(event)) {
    const { node, label } = trace.request(id)
    return told(`${nameOf(trace, node)} asks ${label}, request ${id}.`, 'neutral', node, id)
  }
  if (id === 0 && trace.hopsSent(event + 1) === 0) return told('The system is set up. Nothing has been asked yet.')
  const changed = (node: number): boolean => trace.readingVersion(node, event) !== trace.readingVersion(node, event + 1)
  const node = [...trace.topology.nodes.keys()].find(changed)
  if (node === undefined) return told('A step that nobody sees from outside.')
  const changes = changesText(trace.reading(node, event), trace.reading(node, event + 1))
  return told(`On ${nameOf(trace, node)}, ${changes}.`, 'neutral', node)
}

type Reading = Readonly<Record<string, Plain>>

/** `queue is now 2 and busy 4`, or `placement changes` for what is no number. */
function changesText(before: Reading, after: Reading): string {
  const numbers = Object.entries(after).filter(([key, value]) => typeof value === 'number' && value !== before[key])
  if (numbers.length > 0) {
    const [first = ['', 0], ...rest] = numbers
    return listText([`${first[0]} is now ${first[1]}`, ...rest.map(([key, value]) => `${key} ${value}`)])
  }
  const facts = Object.keys(after).filter((key) => typeof after[key] !== 'number' && after[key] !== before[key])
  return facts.length === 0 ? 'nothing changes' : `${listText(facts)} ${facts.length === 1 ? 'changes' : 'change'}`
}

function settledAt(trace: Trace, event: number): Hop[] {
  const hops: Hop[] = []
  trace.forEachSettledAt(event, (hop) => hops.push(trace.hop(hop)))
  return hops
}

function endsOf(trace: Trace, hop: Hop): { from: string; to: string } {
  return { from: nameOf(trace, hop.from), to: nameOf(trace, hop.to) }
}

/** `GET /a`, or `The answer to GET /a`. */
function contentOf(trace: Trace, hop: Hop): string {
  if (hop.kind === HopKind.request) return hop.label
  return hop.request === NO_REQUEST ? `The answer ${hop.label}` : `The answer to ${trace.request(hop.request).label}`
}

function nameOf(trace: Trace, node: number): string {
  return trace.topology.nodes[node]?.name ?? 'somebody'
}

/** What else of the same sort happened in the event: ` (and 2 more messages)`. */
function moreText(total: number, what = 'message'): string {
  if (total < 2) return ''
  return ` (and ${total - 1} more ${what}${total === 2 ? '' : 's'})`
}
