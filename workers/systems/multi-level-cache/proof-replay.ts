import type { Values } from '../../scenario/parameters'
import type { Trace } from '../../trace/trace'
import { requestsOf } from './claims-measures'

export interface Replayed {
  readonly reads: number
  /** Answered without a load of their own. */
  readonly hits: number
}

/**
 * What two levels with times to live would answer, as plain as can be: a table of end times for each app and one for all,
 * asked in the order of the requests. Which app a request goes to follows from who asks.
 */
export function replay(trace: Trace, values: Values): Replayed {
  const [ttl, memoryTtl] = [values.number('ttl'), values.number('memory-ttl')]
  const shared = new Map<string, number>()
  const memories = new Map<string, number>()
  let [reads, hits] = [0, 0]
  for (const { label, node, startMicros: now } of requestsOf(trace, 'GET')) {
    const key = label.slice('GET /'.length)
    const own = `${node} ${key}`
    reads++
    const below = shared.get(key) ?? -1
    if (now <= (memories.get(own) ?? -1)) hits++
    else if (now <= below) {
      hits++
      memories.set(own, Math.min(now + memoryTtl, below))
    } else {
      shared.set(key, now + ttl)
      memories.set(own, now + Math.min(ttl, memoryTtl))
    }
  }
  return { reads, hits }
}
