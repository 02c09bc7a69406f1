import type { PartKind, RequestStory } from '../../../workers/trace/request-story'

/** A node's row of the waterfall. */
export interface Lane {
  readonly node: number
  /** The times at which it holds the request, as fractions of the whole. */
  readonly visits: readonly Span[]
  /** What explains the time, as fractions of the whole. */
  readonly parts: readonly (Span & { readonly kind: Exclude<PartKind, 'wire'> })[]
}

export interface Span {
  readonly from: number
  readonly to: number
}

/** A message between two lanes. */
export interface Crossing extends Span {
  readonly fromLane: number
  readonly toLane: number
  readonly hop: number
}

export interface Waterfall {
  readonly lanes: readonly Lane[]
  readonly crossings: readonly Crossing[]
}

/** Lanes in the order in which the request comes to their nodes. */
export function layOutWaterfall({ request, endMicros, parts, visits }: RequestStory): Waterfall {
  const length = Math.max(1, endMicros - request.startMicros)
  const at = (micros: number): number => Math.min(1, Math.max(0, (micros - request.startMicros) / length))
  const order = [...new Set([...visits.map(({ node }) => node), ...parts.map(({ node }) => node)])]
  const lanes = order.map(
    (node): Lane => ({
      node,
      visits: visits
        .filter((visit) => visit.node === node && visit.fromMicros < endMicros)
        .map(({ fromMicros, toMicros }) => ({ from: at(fromMicros), to: at(toMicros) })),
      parts: parts.flatMap(({ node: own, kind, fromMicros, toMicros }) =>
        own === node && kind !== 'wire' ? [{ kind, from: at(fromMicros), to: at(toMicros) }] : [],
      ),
    }),
  )
  const crossings = parts
    .filter(({ kind }) => kind === 'wire')
    .map(({ sender, node, hop, fromMicros, toMicros }) => ({
      from: at(fromMicros),
      to: at(toMicros),
      fromLane: order.indexOf(sender),
      toLane: order.indexOf(node),
      hop,
    }))
  return { lanes, crossings }
}
