/** Claims about the keys that a change moves. */

import { stayingFraction } from '../../algorithms/hashing/modulo'
import type { Values } from '../../scenario/parameters'
import { percent } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { aroundChange, type Change } from './claims-measures'

const SECOND = 1_000_000

export const movedClaims: Claims = {
  'moved-by-modulo': {
    sentence:
      'When n nodes become m, all keys but min(n, m) / lcm(n, m) of them move, within four standard deviations of as many throws of a coin.',
    measure: (trace, values) =>
      aroundChange(trace, ({ moved, keys, kind }) => {
        const [before, after] = membersAround(values, kind)
        const law = 1 - stayingFraction(before, after)
        return against(moved, law, 4 * Math.sqrt((law * (1 - law)) / keys))
      }),
  },
  'moved-by-ring': {
    sentence:
      'A node that joins n others takes 1/(n + 1) of the keys, one that leaves n gives 1/n, within four standard deviations of its share and of the keys, and no other key moves.',
    measure: (trace, values) =>
      aroundChange(trace, (change) => {
        const members = Math.max(...membersAround(values, change.kind))
        const law = 1 / members
        const share = law * shareDeviation(members, values.number('points'))
        const verdict = against(change.moved, law, 4 * Math.sqrt(share * share + (law * (1 - law)) / change.keys))
        const stray = strayKeys(change)
        return { holds: verdict.holds && stray === 0, measured: `${verdict.measured}; ${stray} other keys move` }
      }),
  },
  'moved-evenly': {
    sentence:
      'A node that joins n others takes 1/(n + 1) of the keys, within four standard deviations of as many throws of a coin, and no other key moves.',
    measure: (trace, values) =>
      aroundChange(trace, (change) => {
        const law = 1 / Math.max(...membersAround(values, change.kind))
        const verdict = against(change.moved, law, 4 * Math.sqrt((law * (1 - law)) / change.keys))
        const stray = strayKeys(change)
        return { holds: verdict.holds && stray === 0, measured: `${verdict.measured}; ${stray} other keys move` }
      }),
  },
  'moved-little-more': {
    sentence:
      'Of the keys that move, some go between nodes that stay, yet less than half as many as the new node takes.',
    measure: (trace) =>
      aroundChange(trace, (change) => {
        const stray = strayKeys(change)
        const taken = Math.round(change.moved * change.keys) - stray
        return {
          holds: stray > 0 && stray < taken / 2,
          measured: `${taken} keys move to ${change.node}, ${stray} move between the others`,
        }
      }),
  },
  'jump-moves-twice': {
    sentence:
      'When one of n leaves and the last one takes its number, its keys and those of the last one move, 2/n less those that meet again, within four standard deviations.',
    measure: (trace, values) =>
      aroundChange(trace, ({ moved, keys }) => {
        // The leaver’s 1/n of the keys go to the last node, which takes its bucket. The last node’s own 1/n go back to a
        // bucket of the n − 1, which in one case of n − 1 is the one it has now.
        const nodes = values.number('caches')
        const law = 2 / nodes - 1 / (nodes * (nodes - 1))
        return against(moved, law, 4 * Math.sqrt((law * (1 - law)) / keys))
      }),
  },
  'moved-keys-miss': {
    sentence:
      'Of the different keys asked for in the second after the change, as large a fraction misses because it moved as of all keys has moved, within four standard deviations.',
    measure: (trace) =>
      aroundChange(trace, ({ atMicros, moved, keys }) => {
        const { asked, missed } = firstOutcomes(trace, atMicros, atMicros + SECOND)
        const deviation = Math.sqrt(((moved * (1 - moved)) / asked) * ((keys - asked) / (keys - 1)))
        const verdict = against(missed / asked, moved, 4 * deviation)
        return { ...verdict, measured: `${verdict.measured}, of ${asked} keys` }
      }),
  },
  'guide-moves-all': {
    sentence: 'When a node joins the guide’s ring, at least 99 % of the keys move, where 1/(n + 1) had to.',
    measure: (trace, values) =>
      aroundChange(trace, ({ moved, where }) => ({
        holds: moved >= 0.99,
        measured: `${percent(moved)} move, ${where}; ${percent(1 / (values.number('caches') + 1))} had to`,
      })),
  },
}

/** Coefficient of variation of the shares of a ring of n nodes with v points each: √((n − 1) / (nv + 1)). */
export function shareDeviation(nodes: number, points: number): number {
  return Math.sqrt((nodes - 1) / (nodes * points + 1))
}

export function membersAround(values: Values, kind: Change['kind']): [before: number, after: number] {
  const members = values.number('caches')
  return [members, kind === 'joined' ? members + 1 : members - 1]
}

/** Keys that moved between two nodes of which neither joined nor left. */
export function strayKeys({ movements, kind, node }: Change): number {
  const strays = movements.filter(({ from, to }) => (kind === 'joined' ? to : from) !== node)
  return strays.reduce((sum, { keys }) => sum + keys, 0)
}

/**
 * What the first question about each key after a moment led to. Keys whose place was not yet known to anyone do not
 * count: they miss wherever they belong.
 */
export function firstOutcomes(trace: Trace, fromMicros: number, toMicros: number): { asked: number; missed: number } {
  const requestOf = new Map<string, number>()
  for (const { details, request } of marksOf(trace, 'placement/located', fromMicros, toMicros)) {
    const key = String(details.key)
    if (!requestOf.has(key)) requestOf.set(key, request)
  }
  const requests = new Set(requestOf.values())
  let asked = 0
  let missed = 0
  for (const { request } of marksOf(trace, 'cache/hit', fromMicros)) if (requests.has(request)) asked++
  for (const { request, details } of marksOf(trace, 'cache/missed', fromMicros)) {
    if (!requests.has(request) || details.reason === 'first asked') continue
    asked++
    if (details.reason === 'moved') missed++
  }
  return { asked, missed }
}

function against(measured: number, law: number, tolerance: number): Verdict {
  return {
    holds: Math.abs(measured - law) <= tolerance,
    measured: `${percent(measured)} against ${percent(law)} by law, tolerance ${percent(tolerance)}`,
  }
}
