import { Fate, HopKind, type MarkTone, NO_HOP } from '../../workers/protocol'
import { questionOf } from '../../workers/trace/exchanges'
import type { Trace } from '../../workers/trace/trace'

/** What a packet says, for a label beside it. */
export interface PacketWords {
  /** What is asked, `SET lock 7f3a NX PX 400` or `GET /cart`. */
  readonly question: string
  /** Empty while it is asked. */
  readonly answer: string
  readonly tone: MarkTone
}

export function packetWords(trace: Trace, index: number): PacketWords {
  const hop = trace.hop(index)
  if (hop.kind === HopKind.request)
    return { question: hop.label, answer: '', tone: hop.fate === Fate.lost ? 'bad' : 'neutral' }
  const asked = questionOf(trace, index)
  const isBad = hop.kind === HopKind.failure || hop.fate === Fate.lost || hop.label.startsWith('(error)')
  const question = asked === NO_HOP ? '' : trace.hop(asked).label
  return { question, answer: hop.label, tone: isBad ? 'bad' : 'good' }
}
