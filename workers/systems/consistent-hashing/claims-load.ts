/** Claims about who has to work, and how much. */

import { cheHitRatio } from '../../algorithms/eviction/che-approximation'
import { Zipf } from '../../kernel/zipf'
import { percent, short } from '../../trace/figure-text'
import { firstMark, marksOf, nodeIndex } from '../../trace/marks'
import { countByNode, failuresByCause } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { PlacementPicture } from '../glyphs'
import type { Claims, Verdict } from '../system'
import { aroundChange, aroundCrash, databaseQueries, hitRatio } from './claims-measures'
import { shareDeviation } from './claims-moved'

const SECOND = 1_000_000
const QUARTER = 250_000
const TENTH = 100_000

export const loadClaims: Claims = {
  'hit-ratio-falls': {
    sentence: 'The hit ratio of the 100 ms after the change is less than half of that of the second before it.',
    measure: (trace) => compareHitRatios(trace, (kept) => kept < 0.5),
  },
  'hit-ratio-holds': {
    sentence: 'The hit ratio of the 100 ms after the change is at least 70 % of that of the second before it.',
    measure: (trace) => compareHitRatios(trace, (kept) => kept >= 0.7),
  },
  'database-spike': {
    sentence: 'In the 250 ms after the change the database gets more than four times as many queries as before it.',
    measure: (trace) => aroundChange(trace, ({ atMicros }) => compareQueries(trace, atMicros, (ratio) => ratio > 4)),
  },
  'database-calm': {
    sentence: 'In the 250 ms after the change the database gets less than four times as many queries as before it.',
    measure: (trace) => aroundChange(trace, ({ atMicros }) => compareQueries(trace, atMicros, (ratio) => ratio < 4)),
  },
  'database-doubles': {
    sentence: 'In the 250 ms after the crash the database gets at least twice as many queries as before it.',
    measure: (trace) => aroundCrash(trace, ({ atMicros }) => compareQueries(trace, atMicros, (ratio) => ratio >= 2)),
  },
  'guide-one-node': {
    sentence:
      'Before the change one cache node owns at least 99 % of the keys that are asked for, where 1/n would be fair.',
    measure: (trace, values) =>
      aroundChange(trace, ({ atMicros }) => {
        const { name, share } = busiest(trace, atMicros)
        const fair = percent(1 / values.number('caches'))
        return { holds: share >= 0.99, measured: `${name} gets ${percent(share)} of the questions; ${fair} is fair` }
      }),
  },
  'guide-hit-ratio': {
    sentence:
      'With one node’s memory for all keys the hit ratio of the second before the change is that of a single LRU cache by Che’s approximation, within 6 percentage points.',
    measure: (trace, values) =>
      aroundChange(trace, ({ atMicros }) => {
        const zipf = new Zipf(values.number('keys'), values.number('zipf') / 100)
        const probabilities = Array.from({ length: zipf.n }, (_, rank) => zipf.probability(rank))
        const law = cheHitRatio(probabilities, values.number('capacity'))
        const measured = hitRatio(trace, atMicros - SECOND, atMicros)
        return {
          holds: Math.abs(measured - law) <= 0.06,
          measured: `${percent(measured)} against ${percent(law)} by the approximation`,
        }
      }),
  },
  'share-deviation': {
    sentence:
      'The coefficient of variation of the nodes’ shares is √((n − 1)/(nV + 1)) for V points a node, within a factor of 2: a few nodes are one small sample.',
    measure: (trace, values) => {
      const measured = variation(placementNodes(trace).map(({ share }) => share))
      const law = shareDeviation(values.number('caches'), values.number('points'))
      return {
        holds: measured >= law / 2 && measured <= law * 2,
        measured: `${percent(measured)} against ${percent(law)} by law`,
      }
    },
  },
  'busiest-far': {
    sentence: 'The busiest cache node gets at least twice the mean of the questions.',
    measure: (trace, values) => busiestAgainstMean(trace, values.number('caches'), (ratio) => ratio >= 2),
  },
  'busiest-near': {
    sentence: 'The busiest cache node gets less than 1.6 times the mean of the questions.',
    measure: (trace, values) => busiestAgainstMean(trace, values.number('caches'), (ratio) => ratio < 1.6),
  },
  'bound-holds': {
    sentence: 'No node holds more keys than the bound times the mean, rounded up, and at least one holds exactly that.',
    measure: (trace, values) => {
      const bound = Math.ceil((values.number('bound') * values.number('keys')) / (100 * values.number('caches')))
      const loads = placementNodes(trace).map(({ load }) => load ?? 0)
      const most = Math.max(...loads)
      return { holds: most === bound, measured: `at most ${most} keys a node; the bound is ${bound}` }
    },
  },
  'bounded-walks': {
    sentence: 'Some look-ups pass a full node by.',
    measure: (trace) => {
      let passed = 0
      for (const _ of marksOf(trace, 'placement/walked')) passed++
      return { holds: passed > 0, measured: `full nodes are passed by ${passed} times` }
    },
  },
  'lost-keys-fall-back': {
    sentence:
      'After the crash every question to the lost node ends at the database, except those still open at the end.',
    measure: (trace) => aroundCrash(trace, ({ node, atMicros }) => fallenBack(trace, node, atMicros)),
  },
  'database-relieved': {
    sentence:
      'Once the lost node is taken out, the database gets fewer queries in the last second than it got a second before.',
    measure: (trace) =>
      aroundCrash(trace, (crash) =>
        aroundChange(trace, ({ atMicros }) => {
          const before = (databaseQueries(trace, crash.atMicros, atMicros) * SECOND) / (atMicros - crash.atMicros)
          const after = databaseQueries(trace, trace.horizonMicros - SECOND, trace.horizonMicros)
          return { holds: after < before, measured: `${short(after)} queries against ${short(before)} a second` }
        }),
      ),
  },
  'membership-stays': {
    sentence: 'A crash does not change the placement by itself.',
    measure: (trace) => {
      const changed = firstMark(trace, 'placement/changed')
      return { holds: changed === null, measured: changed === null ? 'no key moves' : changed.sentence }
    },
  },
  'failures-have-causes': {
    sentence: 'The database cannot serve what the lost node kept away: requests fail, each by timeout or a full queue.',
    measure: (trace) => {
      const causes = failuresByCause(trace)
      const known = [...causes.keys()].every((cause) => cause === 'timeout' || cause === 'queue full')
      const listed = [...causes].map(([cause, count]) => `${count} ${cause}`).join(', ')
      return { holds: causes.size > 0 && known, measured: listed === '' ? 'no request fails' : listed }
    },
  },
  'no-failures': {
    sentence: 'No request fails.',
    measure: (trace) => {
      const failed = [...failuresByCause(trace).values()].reduce((sum, count) => sum + count, 0)
      return { holds: failed === 0, measured: `${failed} of ${trace.requestCount} requests fail` }
    },
  },
}

function compareHitRatios(trace: Trace, holds: (kept: number) => boolean): Verdict {
  return aroundChange(trace, ({ atMicros }) => {
    const before = hitRatio(trace, atMicros - SECOND, atMicros)
    const after = hitRatio(trace, atMicros, atMicros + TENTH)
    return { holds: holds(after / before), measured: `${percent(before)} before, ${percent(after)} after` }
  })
}

/** Queries of the 250 ms after a moment against the mean of the four quarters of a second before it. */
function compareQueries(trace: Trace, atMicros: number, holds: (ratio: number) => boolean): Verdict {
  const before = databaseQueries(trace, atMicros - SECOND, atMicros) / 4
  const after = databaseQueries(trace, atMicros, atMicros + QUARTER)
  return {
    holds: holds(after / before),
    measured: `${short(after)} queries against ${short(before)}: ${short(after / before)} times as many`,
  }
}

/** Which requests for keys of a node that is down were answered without it. */
function fallenBack(trace: Trace, node: string, fromMicros: number): Verdict {
  const fallen = new Set<number>()
  for (const { request } of marksOf(trace, 'cache/failed', fromMicros)) fallen.add(request)
  let asked = 0
  let kept = 0
  for (const { request, details } of marksOf(trace, 'placement/located', fromMicros)) {
    if (details.node !== node || trace.requestEndMicros(request) === Number.POSITIVE_INFINITY) continue
    asked++
    if (!fallen.has(request)) kept++
  }
  return { holds: asked > 0 && kept === 0, measured: `${asked - kept} of ${asked} questions to ${node}` }
}

function busiestAgainstMean(trace: Trace, nodes: number, holds: (ratio: number) => boolean): Verdict {
  const { name, share } = busiest(trace, Number.POSITIVE_INFINITY)
  return { holds: holds(share * nodes), measured: `${name} gets ${short(share * nodes)} times the mean` }
}

/** The cache node that got most questions before a moment, and its share of them. */
export function busiest(trace: Trace, toMicros: number): { name: string; share: number } {
  const counts = countByNode(trace, 0, toMicros)
  const caches = trace.topology.nodes.filter(({ kind }) => kind === 'cache')
  const asked = caches.map(({ name }) => ({ name, count: counts.get(name) ?? 0 }))
  const total = asked.reduce((sum, { count }) => sum + count, 0)
  const most = asked.reduce((best, next) => (next.count > best.count ? next : best))
  return { name: most.name, share: most.count / total }
}

/** The nodes of the placement at the end of the run. */
export function placementNodes(trace: Trace): PlacementPicture['nodes'] {
  return (trace.fact(nodeIndex(trace, 'app'), 'placement', trace.events) as unknown as PlacementPicture).nodes
}

/** Standard deviation over mean, of the whole population. */
export function variation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length
  return Math.sqrt(variance) / mean
}
