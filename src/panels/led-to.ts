import { type BreachRecord, NO_REQUEST } from '../../workers/protocol'
import type { Mark, Trace } from '../../workers/trace/trace'

/** Marks that are looked through before a breach, at most: what led there lies close to it. */
const MOST_LOOKED_AT = 5_000

/**
 * What led to a breach, in order of time: of the marks up to it, those of the requests, nodes and things (a key, an
 * address) that it is about, and what was done or went wrong without any request. Of marks that tell the same of one node
 * only the last is told, but of a thing that the breach names one for each request. The last marks of all where none of
 * those is there.
 */
export function ledTo(trace: Trace, breach: BreachRecord, most: number): readonly Mark[] {
  const end = trace.marksSet(breach.event + 1)
  const subject = subjectOf(trace, breach)
  const told = new Set<string>()
  const found: Mark[] = []
  for (let index = end - 1; index >= Math.max(0, end - MOST_LOOKED_AT) && found.length < most; index--) {
    const request = trace.markRequestOf(index)
    const same = `${trace.markNodeOf(index)} ${trace.markNameOf(index)}`
    const isNear = subject.requests.has(request) || subject.nodes.has(trace.markNodeOf(index))
    const tone = trace.markToneOf(index)
    const isDone = request === NO_REQUEST && (tone === 'attention' || tone === 'bad')
    if (!isNear && !isDone && subject.things.size === 0) continue
    const mark = trace.mark(index)
    const about = aboutThings(mark.sentence, subject.things)
    const key = about === 'these' ? `${same} ${request}` : same
    const isTold = about === 'these' || subject.requests.has(request) || (about === 'none' && (isNear || isDone))
    if (!isTold || told.has(key)) continue
    told.add(key)
    found.push(mark)
  }
  if (found.length > 0) return found.reverse()
  const first = Math.max(0, end - most)
  return Array.from({ length: end - first }, (_, order) => trace.mark(first + order))
}

interface Subject {
  readonly nodes: ReadonlySet<number>
  readonly requests: ReadonlySet<number>
  /** What the sentence names beside nodes: words with a number in them, such as `k1` and `/p/4`. */
  readonly things: ReadonlySet<string>
}

/** The nodes, requests and things that a breach is about. */
function subjectOf(trace: Trace, { event, sentence }: BreachRecord): Subject {
  const things = new Set(thingsIn(sentence))
  const words = new Set(wordsIn(sentence))
  const nodes = new Set<number>()
  for (const [node, { name }] of trace.topology.nodes.entries()) {
    if (words.has(name)) nodes.add(node)
    things.delete(name)
  }
  const requests = new Set<number>()
  for (let mark = trace.marksSet(event); mark < trace.marksSet(event + 1); mark++) {
    nodes.add(trace.markNodeOf(mark))
    requests.add(trace.markRequestOf(mark))
  }
  trace.forEachSettledAt(event, (hop) => requests.add(trace.hopRequest(hop)))
  requests.delete(NO_REQUEST)
  return { nodes, requests, things }
}

/** Whether a sentence is about one of these things, only about others of their kind (`k2` beside `k1`), or about none. */
function aboutThings(sentence: string, things: ReadonlySet<string>): 'these' | 'others' | 'none' {
  if (things.size === 0) return 'none'
  const kinds = new Set([...things].map(kindOf))
  const named = thingsIn(sentence).filter((thing) => kinds.has(kindOf(thing)))
  if (named.length === 0) return 'none'
  return named.some((thing) => things.has(thing)) ? 'these' : 'others'
}

function thingsIn(sentence: string): string[] {
  return wordsIn(sentence).filter((word) => /\d/.test(word) && /[\p{L}/]/u.test(word))
}

function wordsIn(sentence: string): readonly string[] {
  return sentence.match(/[\p{L}\p{N}_/-]*[\p{L}\p{N}_]/gu) ?? []
}

function kindOf(thing: string): string {
  return thing.replaceAll(/\d+/g, '#')
}
