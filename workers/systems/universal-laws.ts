/** Laws that every run of every system keeps. The systems have no code for them. */
import { Fate } from '../protocol'
import { requestStory } from '../trace/request-story'
import type { Trace } from '../trace/trace'
import { exactly, type Law, notHere } from './law'

/** Requests whose time is added up part by part, spread evenly over the run. */
const STORIES = 100

export const universalLaws: readonly Law[] = [
  {
    id: 'little',
    name: 'Open requests over time are the times of requests added up',
    formula: '∫ N(t) dt = Σ W, the identity behind L = λ · W',
    source: 'Little, “A Proof for the Queuing Formula: L = λW”, Operations Research 9 (1961)',
    tolerance: 'exact, in whole microseconds; what is open at the end counts up to it',
    measure(trace) {
      if (trace.requestCount === 0) return notHere('No request was asked.')
      return exactly(openArea(trace), sumOfTimes(trace), 'µs')
    },
  },
  {
    id: 'requests-kept',
    name: 'Every request ends once, or is still open',
    formula: 'started = ended + open',
    source: 'conservation',
    tolerance: 'exact',
    measure(trace) {
      const ended = new Set<number>()
      for (let order = 0; order < trace.requestsEnded(trace.events); order++) ended.add(trace.endedRequestAt(order))
      let open = 0
      for (let request = 1; request <= trace.requestCount; request++)
        if (trace.requestEndMicros(request) === Number.POSITIVE_INFINITY) open++
      return exactly(ended.size + open, trace.requestCount, 'requests')
    },
  },
  {
    id: 'messages-kept',
    name: 'Every message arrives, is refused, is lost, or is still on its way',
    formula: 'sent = settled + flying',
    source: 'conservation',
    tolerance: 'exact',
    measure(trace) {
      let settled = 0
      for (let event = 0; event < trace.events; event++) trace.forEachSettledAt(event, () => settled++)
      let flying = 0
      for (let hop = 0; hop < trace.hopCount; hop++) if (trace.hopFate(hop) === Fate.flying) flying++
      return exactly(settled + flying, trace.hopCount, 'messages')
    },
  },
  {
    id: 'time-kept',
    name: 'Every microsecond of a request is accounted for',
    formula: 'W = Σ wire + queue + work + sleep + silence',
    source: 'conservation, by the causes that the trace records',
    tolerance: `exact, for ${STORIES} requests spread over the run`,
    measure(trace) {
      if (trace.requestCount === 0) return notHere('No request was asked.')
      let [told, taken] = [0, 0]
      const step = Math.max(1, Math.floor(trace.requestCount / STORIES))
      for (let id = 1; id <= trace.requestCount; id += step) {
        const { request, endMicros, parts } = requestStory(trace, id)
        taken += endMicros - request.startMicros
        told += parts.reduce((sum, part) => sum + part.toMicros - part.fromMicros, 0)
      }
      return exactly(told, taken, 'µs')
    },
  },
]

/** Walks along time and adds up how many requests are open, without looking at any one of them. */
function openArea(trace: Trace): number {
  let area = 0
  let open = 0
  let since = 0
  let [started, ended] = [0, 0]
  const last = trace.requestsEnded(trace.events)
  while (started < trace.requestCount || ended < last) {
    const start = started < trace.requestCount ? trace.requestStartMicros(started + 1) : Number.POSITIVE_INFINITY
    const end = ended < last ? trace.requestEndMicros(trace.endedRequestAt(ended)) : Number.POSITIVE_INFINITY
    const now = Math.min(start, end)
    area += open * (now - since)
    since = now
    if (start <= end) {
      started++
      open++
    } else {
      ended++
      open--
    }
  }
  return area + open * (trace.reachedMicros - since)
}

function sumOfTimes(trace: Trace): number {
  let sum = 0
  for (let request = 1; request <= trace.requestCount; request++)
    sum += Math.min(trace.requestEndMicros(request), trace.reachedMicros) - trace.requestStartMicros(request)
  return sum
}
