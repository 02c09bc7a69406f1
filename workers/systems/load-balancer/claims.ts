import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import { countByNode, meanLatency, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claim, Claims, Verdict } from '../system'
import { protectionClaims } from './claims-protection'

/** When the preset's fault happens, and how long its effect takes to show. */
const FAULT_AT = 2_000_000
const SETTLED_AT = 3_000_000

/** At utilisation 0.9 with ten servers the time at a server is this many times the mean work (systems of queueing theory). */
const RANDOM = 1 / (1 - 0.9)
const ROUND_ROBIN = 5.6603
const TWO_CHOICES_LIMIT = 2.614
const ONE_QUEUE = 1.669

const claims: Claims = {
  ...protectionClaims,
  'random-mean': meanClaim(
    'The mean time at the servers is 10 times the work, as in separate M/M/1 queues, within 40 %.',
    RANDOM * 0.6,
    RANDOM * 1.4,
    RANDOM,
  ),
  'round-robin-mean': meanClaim(
    'The mean time at the servers is 5.66 times the work, as in E10/M/1 queues, within 40 %.',
    ROUND_ROBIN * 0.6,
    ROUND_ROBIN * 1.4,
    ROUND_ROBIN,
  ),
  'two-choices-mean': meanClaim(
    'The mean time at the servers is between 2.35 and 4 times the work: the law for many servers gives 2.61, ten servers a little more.',
    TWO_CHOICES_LIMIT * 0.9,
    4,
    TWO_CHOICES_LIMIT,
  ),
  'least-mean': meanClaim(
    'The mean time at the servers is at most 2.4 times the work, and not below the 1.67 of one common queue by more than 10 %.',
    ONE_QUEUE * 0.9,
    2.4,
    ONE_QUEUE,
  ),
  'slow-hurts': {
    sentence: 'From one second after the slowdown more than 3 % of all requests fail.',
    measure: (trace) => failedShare(trace, (share) => share > 0.03),
  },
  'slow-harmless': {
    sentence: 'From one second after the slowdown fewer than 1 % of all requests fail.',
    measure: (trace) => failedShare(trace, (share) => share < 0.01),
  },
  'black-hole': {
    sentence: 'In the second after it begins to fail, s2 gets more than half of all requests, twice its fair share.',
    measure(trace, values) {
      const share = shareOf(trace, 's2', values, FAULT_AT, FAULT_AT + 1_000_000)
      return { holds: share > 0.5, measured: `s2 gets ${percent(share)} of the requests` }
    },
  },
  flaps: {
    sentence: 'One probe decides, so s2 goes out at least 5 times in 8 seconds.',
    measure: (trace) => outages(trace, (count) => count >= 5),
  },
  'no-flaps': {
    sentence: 'Three failed probes in a row are needed, so s2 never goes out.',
    measure: (trace) => outages(trace, (count) => count === 0),
  },
}

export default claims

/** Mean time between leaving the balancer and coming back to it, as a multiple of the mean work. */
function meanClaim(sentence: string, low: number, high: number, law: number): Claim {
  return {
    sentence,
    measure(trace, values) {
      const mean = meanLatency(trace)
      if (mean === null) return { holds: false, measured: 'no request ended' }
      const atServers = mean - 4 * values.number('latency')
      const work = values.number('work')
      const ratio = atServers / work
      return {
        holds: ratio >= low && ratio <= high,
        measured: `${formatDuration(Math.round(atServers))}, ${round(ratio)} times the work; the law gives ${round(law)}`,
      }
    },
  }
}

function failedShare(trace: Trace, holds: (share: number) => boolean): Verdict {
  const { served, failed } = requestCounts(trace, SETTLED_AT)
  const share = failed / Math.max(1, served + failed)
  return { holds: holds(share), measured: `${percent(share)} of ${served + failed} requests fail` }
}

function shareOf(trace: Trace, server: string, values: Values, from: number, to: number): number {
  const counts = countByNode(trace, from, to)
  let all = 0
  for (let index = 1; index <= values.number('servers'); index++) all += counts.get(`s${index}`) ?? 0
  return (counts.get(server) ?? 0) / Math.max(1, all)
}

function outages(trace: Trace, holds: (count: number) => boolean): Verdict {
  let count = 0
  for (let index = 0; index < trace.markCount; index++) if (trace.markNameOf(index) === 'health/out') count++
  return { holds: holds(count), measured: `s2 goes out ${count} times` }
}

function percent(share: number): string {
  return `${round(share * 100)} %`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
