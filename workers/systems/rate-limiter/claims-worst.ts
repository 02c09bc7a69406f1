/** Claims about the worst moment: edges of windows, limiters side by side, herds. */

import { leastRoom, mostWithin } from '../../algorithms/rate-limit/intervals'
import { HopKind } from '../../protocol'
import type { Values } from '../../scenario/parameters'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { leftAt, limiterNames, marksAt, passedAt, refusedAt, unitTimes } from './claims-measures'

const LIMITER = 'limiter'
/** Those who come back at one instant may be this far apart. */
const INSTANT = 10_000
const QUARTER = 250_000

export const worstClaims: Claims = {
  'exactly-twice': {
    sentence: 'Within one interval as long as the window exactly twice the limit passes, and within a fifth of it too.',
    measure(trace, values) {
      const [within, fifth] = [mostIn(trace, LIMITER, values), mostIn(trace, LIMITER, values, 0.2)]
      const twice = 2 * values.number('limit')
      return {
        holds: within === twice && fifth === twice,
        measured: `${within} in a window length, ${fifth} in a fifth of it`,
      }
    },
  },
  'exactly-limit': {
    sentence: 'No interval as long as the window holds more than the limit, and one holds exactly that.',
    measure: (trace, values) => {
      const within = mostIn(trace, LIMITER, values)
      return { holds: within === values.number('limit'), measured: `at most ${within} in a window length` }
    },
  },
  'counter-bound': {
    sentence: 'Within one window length more than one and a half times the limit passes, but less than twice.',
    measure(trace, values) {
      const within = mostIn(trace, LIMITER, values)
      const limit = values.number('limit')
      return { holds: within > 1.5 * limit && within < 2 * limit, measured: `at most ${within} in a window length` }
    },
  },
  'same-requests': {
    sentence: 'All limiters are asked about the same requests.',
    measure(trace) {
      const asked = limiterNames(trace).map((name) => requestsAskedOf(trace, name))
      const first = asked[0]?.join(' ') ?? ''
      const count = asked[0]?.length ?? 0
      return {
        holds: count > 0 && asked.every((own) => own.join(' ') === first),
        measured: `${count} requests, asked of ${asked.length}`,
      }
    },
  },
  'fixed-twice': {
    sentence: 'The fixed window lets exactly twice the limit pass within one window length.',
    measure: (trace, values) => {
      const within = mostIn(trace, 'fixed-window', values)
      return { holds: within === 2 * values.number('limit'), measured: `${within} pass` }
    },
  },
  'log-exact': {
    sentence: 'The sliding log lets exactly the limit pass within one window length.',
    measure: (trace, values) => {
      const within = mostIn(trace, 'sliding-log', values)
      return { holds: within === values.number('limit'), measured: `${within} pass` }
    },
  },
  'buckets-alike': {
    sentence: 'Token bucket and GCRA decide alike on every request, within b + r·t.',
    measure(trace, values) {
      const [bucket, gcra] = ['token-bucket', 'gcra'].map((name) => passedAt(trace, name).map(({ request }) => request))
      const room = leastRoom(
        unitTimes(passedAt(trace, 'gcra')),
        values.number('burst'),
        values.number('limit'),
        values.number('window'),
      )
      const alike = bucket?.join(' ') === gcra?.join(' ')
      return {
        holds: alike && (gcra?.length ?? 0) > 0 && room >= 0,
        measured: `${bucket?.length} and ${gcra?.length} pass${alike ? ', the same' : ''}; the fullest window leaves room for ${room}`,
      }
    },
  },
  'counter-between': {
    sentence:
      'The sliding counter lets at least the limit and less than the fixed window pass within one window length.',
    measure(trace, values) {
      const [counter, fixed] = [mostIn(trace, 'sliding-counter', values), mostIn(trace, 'fixed-window', values)]
      return { holds: counter >= values.number('limit') && counter < fixed, measured: `${counter} against ${fixed}` }
    },
  },
  'shaper-spaces': {
    sentence: 'The shaper lets at most one more than the limit leave within one window length, none of them together.',
    measure(trace, values) {
      const times = leftAt(trace, 'leaky-shaper')
      const most = mostWithin(times, values.number('window'))
      const atOnce = mostWithin(times, INSTANT)
      return {
        holds: times.length > 0 && most <= values.number('limit') + 1 && atOnce === 1,
        measured: `at most ${most}, ${atOnce} at once`,
      }
    },
  },
  'guide-least': {
    sentence: 'The guide’s bucket lets fewer than 70 % as many pass as any other limiter.',
    measure(trace) {
      const counts = limiterNames(trace).map((name) => ({ name, count: passedAt(trace, name).length }))
      const guide = counts.find(({ name }) => name === 'guide')?.count ?? 0
      const others = counts.filter(({ name }) => name !== 'guide')
      const least = Math.min(...others.map(({ count }) => count))
      return { holds: guide > 0 && guide < 0.7 * least, measured: `${guide} pass there, at least ${least} elsewhere` }
    },
  },
  'herd-returns': {
    sentence: 'Of those who are refused first, at least nine of ten come back within 10 ms of each other.',
    measure: (trace) => herdPeak(trace, INSTANT, (share) => share >= 0.9),
  },
  'herd-spread': {
    sentence: 'Of those who are refused first, at most a third come back within any quarter of a second.',
    measure: (trace) => herdPeak(trace, QUARTER, (share) => share <= 1 / 3),
  },
}

/** The most units that pass a limiter within a share of its window length. */
function mostIn(trace: Trace, node: string, values: Values, share = 1): number {
  return mostWithin(unitTimes(passedAt(trace, node)), values.number('window') * share)
}

function requestsAskedOf(trace: Trace, node: string): number[] {
  return marksAt(trace, ['limiter/passed', 'limiter/refused'], node).map(({ request }) => request)
}

/** How many of those refused within the first 100 ms of refusals send their second attempt close together. */
function herdPeak(trace: Trace, spanMicros: number, holds: (share: number) => boolean): Verdict {
  const refused = refusedAt(trace, LIMITER)
  const first = refused[0]?.atMicros ?? 0
  const herd = new Set(refused.filter(({ atMicros }) => atMicros < first + 100_000).map(({ request }) => request))
  const returns = [...herd].map((request) => secondAttempt(trace, request)).filter((at) => at !== null)
  const most = mostWithin(
    returns.sort((a, b) => a - b),
    spanMicros,
  )
  return { holds: herd.size > 0 && holds(most / herd.size), measured: `${most} of ${herd.size} come back together` }
}

/** When the client sent the request for the second time. */
function secondAttempt(trace: Trace, request: number): number | null {
  const client = trace.request(request).node
  const sent = trace.hopsOfRequest(request).filter(({ kind, from }) => kind === HopKind.request && from === client)
  return sent[1]?.sentMicros ?? null
}
