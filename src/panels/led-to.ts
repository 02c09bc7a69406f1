import { type BreachRecord, NO_REQUEST } from '../../workers/protocol'
import type { Mark, Trace } from '../../workers/trace/trace'

/** Marks that are looked through before a breach, at most: what led there lies close to it. */
const MOST_LOOKED_AT = 20_000

/**
 * What led to a breach, in order of time: of the marks up to it, those of the requests and nodes that it is about (the
 * nodes that its sentence names among them), and what was done or went wrong without any request. Of marks that tell the
 * same of one node only the last is told. The last marks of all where none of those is there.
 */
export function ledTo(trace: Trace, breach: BreachRecord, most: number): readonly Mark[] {
  const end = trace.marksSet(breach.event + 1)
  const { nodes, requests } = subjectOf(trace, breach)
  const told = new Set<string>()
  const found: number[] = []
  for (let mark = end - 1; mark >= Math.max(0, end - MOST_LOOKED_AT) && found.length < most; mark--) {
    const request = trace.markRequestOf(mark)
    const tone = trace.markToneOf(mark)
    const isDone = request === NO_REQUEST && (tone === 'attention' || tone === 'bad')
    const key = `${trace.markNodeOf(mark)} ${trace.markNameOf(mark)}`
    if (told.has(key) || !(isDone || requests.has(request) || nodes.has(trace.markNodeOf(mark)))) continue
    told.add(key)
    found.push(mark)
  }
  const chosen = found.length > 0 ? found : Array.from({ length: Math.min(most, end) }, (_, back) => end - 1 - back)
  return chosen.reverse().map((mark) => trace.mark(mark))
}

/** The nodes and requests that a breach is about. */
function subjectOf(trace: Trace, { event, sentence }: BreachRecord) {
  const words = new Set(sentence.split(/[^\p{L}\p{N}_-]+/u))
  const nodes = new Set<number>()
  for (const [node, { name }] of trace.topology.nodes.entries()) if (words.has(name)) nodes.add(node)
  const requests = new Set<number>()
  for (let mark = trace.marksSet(event); mark < trace.marksSet(event + 1); mark++) {
    nodes.add(trace.markNodeOf(mark))
    requests.add(trace.markRequestOf(mark))
  }
  trace.forEachSettledAt(event, (hop) => requests.add(trace.hopRequest(hop)))
  requests.delete(NO_REQUEST)
  return { nodes, requests }
}
