import { stayingFraction } from '../../algorithms/hashing/modulo'
import { firstMark, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atMost, exactly, type Law, notHere, type Proof, within } from '../law'
import { asked, firstMissShare, SECOND } from './claims-measures'

const laws: readonly Law[] = [
  {
    id: 'moved-share',
    name: 'A ring gives up the share of the node that left, modulo nearly everything',
    formula: 'ring: 1 / n; modulo: 1 − min(n, n − 1) / lcm(n, n − 1)',
    source: 'Karger et al., “Consistent Hashing and Random Trees”, STOC 1997; number theory for the remainders',
    tolerance: 'four standard deviations of a share of so many keys and, on a ring, of the arcs of 128 points',
    measure(trace, values, { variant }) {
      const mark = firstMark(trace, 'fleet/remapped')
      if (mark === null || variant === 'guide') return notHere('No keys move by a mixing hash.')
      const n = values.number('caches')
      const keys = Number(mark.details.keys)
      const law = variant === 'ring' ? 1 / n : 1 - stayingFraction(n, n - 1)
      const arcs = variant === 'ring' ? (4 * Math.sqrt((n - 1) / (n * 128 + 1))) / n : 0
      return within(Number(mark.details.share), law, 4 * Math.sqrt((law * (1 - law)) / keys) + arcs, '%')
    },
  },
  {
    id: 'miss-share',
    name: 'The spike of misses is as high as the share of the keys that moved',
    formula: 'keys that miss the first time / keys asked for = keys that moved / keys',
    source: 'conservation: a key misses once at a home that has never seen it',
    tolerance: 'four standard deviations of a share of the keys that were asked for',
    measure(trace) {
      const mark = firstMark(trace, 'fleet/remapped')
      const first = firstMissShare(trace)
      if (mark === null || first === null) return notHere('No keys move.')
      if (marksOf(trace, 'fleet/returned').length > 0) return notHere('Keys move more than once.')
      const { share, keys } = first
      if (keys < 50) return notHere('Too few keys are asked for.')
      const law = Number(mark.details.share)
      return within(share, law, 4 * Math.sqrt((law * (1 - law)) / keys), '%')
    },
  },
  {
    id: 'one-lease',
    name: 'No lease is given twice',
    formula: 'token of a lease > every token that its node gave before',
    source: 'Nishtala et al., “Scaling Memcache at Facebook”, NSDI 2013, §3.2.1',
    tolerance: 'exact, for every lease and over restarts',
    measure(trace, values) {
      if (!values.flag('leases')) return notHere('There are no leases.')
      const given = marksOf(trace, 'lease/given')
      if (given.length === 0) return notHere('No lease is given.')
      return exactly(outOfOrder(trace), 0, 'tokens out of order')
    },
  },
  {
    id: 'near-bound',
    name: 'An application asks for a hot key at most once in its time, and while it waits',
    formula: 'questions ≤ applications · (time / time in the application + 1) · those who ask during one question',
    source: 'renewal argument: after each answer the key rests for its time',
    tolerance: 'exact, with the most questions of an application that are under way at once',
    measure(trace, values) {
      if (values.text('hot-keys') !== 'near') return notHere('Applications keep nothing.')
      if (values.number('writes') > 0) return notHere('Writes end the rest early.')
      const span = trace.heldMicros - SECOND
      if (span < SECOND) return notHere('The run is too short.')
      const questions = asked(trace, SECOND).filter(({ key }) => key === 'item:1')
      const most = mostAtOnce(
        trace,
        questions.map(({ request }) => request),
      )
      return atMost(questions.length, 2 * (span / values.number('near-ttl') + 1) * most, 'questions')
    },
  },
]

const proof: Proof = {
  modelled: [
    'cache nodes with bounded memory, times to live and leases, behind one worker and a queue',
    'a client library in two applications: placement, health probes with rise and fall, failover, invalidation',
    'a gutter node that stands in, two copies with the fewest open requests, hot keys near or everywhere',
    'a database with versioned rows, workers and a bounded queue',
  ],
  leftOut: [
    'many commands in one message, and UDP',
    'invalidation from the log of the database (mcsqueal), which hears of writes that die half-way',
    'several regions and remote markers',
    'slabs and entries of different size',
  ],
  laws,
}

export default proof

/** Tokens that are not greater than the one before at the same node, restarts included. */
function outOfOrder(trace: Trace): number {
  const last = new Map<number, number>()
  let wrong = 0
  for (const { node, details } of marksOf(trace, 'lease/given')) {
    const token = Number(details.token)
    if (token <= (last.get(node) ?? 0)) wrong++
    last.set(node, token)
  }
  return wrong
}

/** The most of these requests that were open at one moment. */
function mostAtOnce(trace: Trace, requests: readonly number[]): number {
  const changes = requests.flatMap((request) => [
    { at: trace.requestStartMicros(request), by: 1 },
    { at: trace.requestEndMicros(request), by: -1 },
  ])
  changes.sort((a, b) => a.at - b.at || a.by - b.by)
  let [open, most] = [0, 0]
  for (const { by } of changes) {
    open += by
    most = Math.max(most, open)
  }
  return most
}
