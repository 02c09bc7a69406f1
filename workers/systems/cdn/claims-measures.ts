import { HopKind } from '../../protocol'
import { nearestRank } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { VOUCHED_FIELD } from './model-origin'

/** An answer that an edge has sent to a city, as it stands on the wire. */
export interface Answer {
  readonly city: string
  readonly edge: string
  readonly target: string
  readonly sentMicros: number
  readonly status: number
  /** Size on the wire. */
  readonly bytes: number
  /** 0 when it has none. */
  readonly version: number
  readonly variant: string
  /** Served from the memory of this edge. */
  readonly isHit: boolean
  /** How long ago the origin has vouched for it, at the door of the edge; NaN when it does not say. */
  readonly ageMicros: number
  readonly cacheStatus: string
  /** From the asking to the end, in microseconds; Infinity while it is open. */
  readonly tookMicros: number
  readonly startMicros: number
}

/** All answers of edges within a span, in order of sending. */
export function answersOf(trace: Trace, fromMicros = 0, toMicros = Number.POSITIVE_INFINITY): Answer[] {
  const answers: Answer[] = []
  const last = trace.hopsSent(trace.countBefore(toMicros))
  for (let index = trace.hopsSent(trace.countBefore(fromMicros)); index < last; index++) {
    if (trace.hopKind(index) === HopKind.request) continue
    const hop = trace.hop(index)
    const [from, to] = [trace.topology.nodes[hop.from], trace.topology.nodes[hop.to]]
    if (from?.kind !== 'edge' || to?.kind !== 'users') continue
    const fields = new Map(
      hop.headers.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
    )
    const request = trace.request(hop.request)
    const [, version = '0', variant = ''] = /^"v([0-9]+)-?(.*)"$/.exec(fields.get('ETag') ?? '') ?? []
    const cacheStatus = fields.get('Cache-Status') ?? ''
    answers.push({
      city: to.name,
      edge: from.name,
      target: targetOf(request.label),
      sentMicros: hop.sentMicros,
      status: Number(hop.label.slice(0, 3)),
      bytes: hop.bytes,
      version: Number(version),
      variant,
      isHit: (cacheStatus.split(', ').at(-1) ?? '').startsWith(`${from.name};hit`),
      ageMicros: hop.sentMicros - Number(fields.get(VOUCHED_FIELD) ?? Number.NaN),
      cacheStatus,
      tookMicros: request.endMicros - request.startMicros,
      startMicros: request.startMicros,
    })
  }
  return answers
}

/** A request that a node has sent to another. */
export interface Forward {
  readonly from: string
  readonly target: string
  readonly sentMicros: number
}

/** Requests for pages that were sent to a node within a span. */
export function requestsTo(trace: Trace, name: string, fromMicros = 0, toMicros = Number.POSITIVE_INFINITY): Forward[] {
  const found: Forward[] = []
  const last = trace.hopsSent(trace.countBefore(toMicros))
  for (let index = trace.hopsSent(trace.countBefore(fromMicros)); index < last; index++) {
    if (trace.hopKind(index) !== HopKind.request) continue
    const { from, to, label, sentMicros } = trace.hop(index)
    if (trace.topology.nodes[to]?.name !== name || !label.startsWith('GET ')) continue
    found.push({ from: trace.topology.nodes[from]?.name ?? '', target: targetOf(label), sentMicros })
  }
  return found
}

export function medianTook(answers: readonly Answer[]): number {
  return medianOf(answers.map(({ tookMicros }) => tookMicros))
}

/** Of those times that have an end; NaN without any. */
export function medianOf(times: readonly number[]): number {
  const ended = times.filter(Number.isFinite).sort((a, b) => a - b)
  return nearestRank(ended, 50) ?? Number.NaN
}

/** The share of answers that came from the edge's own memory; NaN without answers. */
export function hitShare(answers: readonly Answer[]): number {
  return answers.filter(({ isHit }) => isHit).length / answers.length
}

/** The share of answers for which the edge asked nobody: from memory, or together with others. */
export function sparedShare(answers: readonly Answer[]): number {
  const isSpared = ({ isHit, cacheStatus }: Answer): boolean => isHit || /collapsed[^,]*$/.test(cacheStatus)
  return answers.filter(isSpared).length / answers.length
}

/** From the first answer with a version to the last one with an older one; 0 when they do not overlap. */
export function overlapMicros(answers: readonly Answer[], target: string, version: number): number {
  const own = answers.filter((answer) => answer.target === target && answer.version > 0)
  const first = own.find((answer) => answer.version >= version)?.sentMicros ?? Number.POSITIVE_INFINITY
  const last = own.filter((answer) => answer.version < version).at(-1)?.sentMicros ?? 0
  return Math.max(0, last - first)
}

export function targetOf(label: string): string {
  return label.slice(label.indexOf(' ') + 1)
}
