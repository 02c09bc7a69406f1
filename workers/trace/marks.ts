/** Marks and readings of a trace by name, for claims, laws and lessons. A span runs from `fromMicros` up to but without `toMicros`. */
import type { Mark, Trace } from './trace'

/** All marks with this name or one of these names that were set within the span, in order. */
export function marksOf(
  trace: Trace,
  names: string | readonly string[],
  fromMicros = 0,
  toMicros = Number.POSITIVE_INFINITY,
): Mark[] {
  const found: Mark[] = []
  for (const index of indicesOf(trace, names, fromMicros, toMicros)) found.push(trace.mark(index))
  return found
}

/** The first of them; null when there is none. */
export function firstMark(
  trace: Trace,
  names: string | readonly string[],
  fromMicros = 0,
  toMicros = Number.POSITIVE_INFINITY,
): Mark | null {
  for (const index of indicesOf(trace, names, fromMicros, toMicros)) return trace.mark(index)
  return null
}

/** How many there are, without reading them. */
export function countMarks(
  trace: Trace,
  names: string | readonly string[],
  fromMicros = 0,
  toMicros = Number.POSITIVE_INFINITY,
): number {
  let count = 0
  for (const _ of indicesOf(trace, names, fromMicros, toMicros)) count++
  return count
}

/** Index of a node by its name; -1 when the run has no such node. */
export function nodeIndex(trace: Trace, name: string): number {
  return trace.topology.nodes.findIndex((node) => node.name === name)
}

/** A number of a node's reading before a moment, or at the end; 0 before its first value. */
export function gaugeBefore(trace: Trace, node: string, key: string, micros = Number.POSITIVE_INFINITY): number {
  return trace.gauge(nodeIndex(trace, node), key, trace.countBefore(micros)) ?? 0
}

/** The largest value of a number of a node's reading over the whole run; 0 when it has none. */
export function gaugePeak(trace: Trace, node: string, key: string): number {
  const { values, length } = trace.gaugeHistory(nodeIndex(trace, node), key)
  let most = 0
  for (let index = 0; index < length; index++) most = Math.max(most, values[index] as number)
  return most
}

function* indicesOf(
  trace: Trace,
  names: string | readonly string[],
  fromMicros: number,
  toMicros: number,
): Generator<number> {
  const last = trace.marksSet(trace.countBefore(toMicros))
  for (let index = trace.marksSet(trace.countBefore(fromMicros)); index < last; index++) {
    const name = trace.markNameOf(index)
    if (typeof names === 'string' ? name === names : names.includes(name)) yield index
  }
}
