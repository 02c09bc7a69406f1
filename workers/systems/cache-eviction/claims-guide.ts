/** Claims about the guide's LRU and the capacities that it is given. */

import { nodeIndex } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims } from '../system'
import { keyOf, totals, victimsOf } from './claims-measures'

export const guideClaims: Claims = {
  'guide-same-victims': {
    sentence: 'Both hit equally often and throw out the same keys in the same order.',
    measure(trace) {
      const [guide, own] = [victimsOf(trace, 'guide-lru'), victimsOf(trace, 'lru')]
      const first = guide.findIndex((key, index) => key !== own[index])
      const hits = [totals(trace, 'guide-lru').hits, totals(trace, 'lru').hits]
      return {
        holds: first === -1 && guide.length === own.length && hits[0] === hits[1],
        measured: `${guide.length} and ${own.length} victims, ${hits[0]} and ${hits[1]} hits`,
      }
    },
  },
  'guide-holds-one': {
    sentence: 'With a capacity of 0 the guide’s cache always holds one entry, and hits with it.',
    measure(trace) {
      const most = mostEntries(trace)
      const { hits } = totals(trace, 'guide-lru')
      return { holds: most === 1 && hits > 0, measured: `at most ${most} entries, ${hits} hits` }
    },
  },
  'guide-grows': {
    sentence: 'The guide’s cache throws out nothing: it holds every key that was ever asked for.',
    measure(trace) {
      const keys = new Set<string>()
      for (let request = 1; request <= trace.requestCount; request++)
        if (trace.requestEndMicros(request) !== Number.POSITIVE_INFINITY) keys.add(keyOf(trace, request))
      const [most, victims] = [mostEntries(trace), victimsOf(trace, 'guide-lru').length]
      return {
        holds: victims === 0 && most >= keys.size,
        measured: `${most} entries for ${keys.size} keys, ${victims} victims`,
      }
    },
  },
  'refusal-is-said': {
    sentence: 'The other cache says why it takes no such capacity, keeps nothing and passes every request on.',
    measure(trace) {
      const node = nodeIndex(trace, 'lru')
      let said = ''
      for (let index = 0; index < trace.markCount && said === ''; index++)
        if (trace.markNodeOf(index) === node && trace.markNameOf(index) === 'cache/off')
          said = trace.mark(index).sentence
      const { hits, asked } = totals(trace, 'lru')
      return { holds: said !== '' && hits === 0 && asked > 0, measured: said === '' ? 'it says nothing' : said }
    },
  },
}

/** The most entries that the guide's cache ever held. */
function mostEntries(trace: Trace): number {
  const { values, length } = trace.gaugeHistory(nodeIndex(trace, 'guide-lru'), 'entries')
  let most = 0
  for (let index = 0; index < length; index++) most = Math.max(most, values[index] as number)
  return most
}
