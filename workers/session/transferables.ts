import type { Chunk } from '../protocol'

/** The buffers of a chunk, so that they are moved to the page and not copied. Each buffer once. */
export function buffersOf(chunk: Chunk): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>()
  const groups = [chunk.hops, chunk.settles, chunk.requests, chunk.ends, chunk.gauges, chunk.marks, chunk.stages]
  buffers.add(chunk.eventAt.buffer)
  for (const group of groups)
    for (const column of Object.values(group) as (Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>)[])
      buffers.add(column.buffer)
  return [...buffers]
}
