import type { MarkTone } from '../../../workers/protocol'
import type { Trace } from '../../../workers/trace/trace'

/** Which marks the log lists. An empty text and no tone let all through. */
export interface MarkFilter {
  readonly text: string
  readonly tone: MarkTone | null
}

/** Indexes of the marks that pass, in order; null stands for all of them. Text is sought in sentence, name and node. */
export function filterMarks(trace: Trace, { text, tone }: MarkFilter): Uint32Array | null {
  const sought = text.trim().toLowerCase()
  if (sought === '' && tone === null) return null
  const passed: number[] = []
  for (let index = 0; index < trace.markCount; index++) {
    if (tone !== null && trace.markToneOf(index) !== tone) continue
    if (sought !== '' && !markText(trace, index).includes(sought)) continue
    passed.push(index)
  }
  return Uint32Array.from(passed)
}

function markText(trace: Trace, index: number): string {
  const { name, node, sentence } = trace.mark(index)
  return `${sentence}\n${name}\n${trace.topology.nodes[node]?.name ?? ''}`.toLowerCase()
}

/** The last row that is not after `mark`, or −1; rows hold mark indexes in order. */
export function rowOf(rows: Uint32Array | null, mark: number): number {
  if (rows === null) return mark
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle] as number) <= mark) low = middle + 1
    else high = middle
  }
  return low - 1
}
