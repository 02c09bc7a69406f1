import { cheHitRatio } from '../../algorithms/eviction/che-approximation'
import { stayingFraction } from '../../algorithms/hashing/modulo'
import { Zipf } from '../../kernel/zipf'
import { Fate, HopKind } from '../../protocol'
import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import { countMarks } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atLeast, atMost, type Law, notHere, type Proof, within } from '../law'
import { afterLoss, machinesIn } from './claims-machines'
import { answersOf, hitShare, requestsTo, sparedShare } from './claims-measures'
import { EDGES, lightMicros, MICROS_PER_KILOMETRE } from './model-places'

const SECOND = 1_000_000

const laws: readonly Law[] = [
  {
    id: 'light',
    name: 'No message is faster than light in glass',
    formula: 'time ≥ distance / 200,000 km/s',
    source: 'refractive index of silica fibre, 1.468: ITU-T G.652',
    tolerance: 'exact, for every message; the least of time over distance is shown',
    measure(trace) {
      let least = Number.POSITIVE_INFINITY
      for (let index = 0; index < trace.hopCount; index++) {
        const { from, to, sentMicros, dueMicros, fate } = trace.hop(index)
        if (fate !== Fate.delivered) continue
        const [a, b] = [from, to].map((node) => trace.topology.nodes[node]?.name ?? '')
        least = Math.min(least, ((dueMicros - sentMicros) / lightMicros(a ?? '', b ?? '')) * MICROS_PER_KILOMETRE)
      }
      return Number.isFinite(least)
        ? atLeast(least, MICROS_PER_KILOMETRE, 'µs a kilometre')
        : notHere('No message has arrived.')
    },
  },
  {
    id: 'ttl-hits',
    name: 'A page is missed once in each time to live',
    formula: 'answers without a fetch of their own = Σ p · λpT / (1 + λpT)',
    source: 'renewal argument: Jung, Berger and Balakrishnan, INFOCOM 2003',
    tolerance: 'within 0.04: a sample, and Date has whole seconds',
    measure(trace, values, scenario) {
      const reason = notStationary(values, scenario)
      if (reason !== null) return notHere(reason)
      if (values.number('capacity') < values.number('objects'))
        return notHere('Pages are thrown out before they expire.')
      const [rate, seconds] = [values.number('rps'), values.number('ttl')]
      if (seconds * 3 * SECOND > trace.horizonMicros) return notHere('The run is shorter than three times to live.')
      const law = popularities(values).reduce((sum, p) => sum + (p * p * rate * seconds) / (1 + p * rate * seconds), 0)
      return within(sparedShare(answersOf(trace, seconds * SECOND)), law, 0.04, '%')
    },
  },
  {
    id: 'che',
    name: 'A bounded edge hits as often as popularities and room say',
    formula: 'hit ratio = Σ p · (1 − e^(−p·T)), with T so that Σ (1 − e^(−p·T)) = room',
    source: 'Che, Tung and Wang, IEEE JSAC 20 (2002)',
    tolerance: 'within 0.05, from a quarter of the run on: an approximation, and the caches start empty',
    measure(trace, values, scenario) {
      const reason = notStationary(values, scenario)
      if (reason !== null) return notHere(reason)
      if (values.number('capacity') >= values.number('objects')) return notHere('There is room for every object.')
      if (values.number('ttl') * SECOND < trace.horizonMicros)
        return notHere('Pages expire before they are thrown out.')
      const law = cheHitRatio(popularities(values), values.number('capacity'))
      return within(hitShare(answersOf(trace, trace.horizonMicros / 4)), law, 0.05, '%')
    },
  },
  {
    id: 'collapse',
    name: 'Nobody asks for what is on its way to it already',
    formula: 'requests at once, for one object, from one cache to the next ≤ 1',
    source: 'RFC 9111 §4: a cache may use one response for several requests (collapsed requests)',
    tolerance: 'exact, where an answer is for everybody and may be stored',
    measure(trace, values, { variant, script }) {
      if (variant === 'guide') return notHere('The guide’s edges all ask.')
      if (variant === 'pop') return notHere('The door of an edge passes every request on to a machine.')
      if (values.text('vary') !== 'none') return notHere('An answer may be for another browser or language.')
      if (values.number('film') > 0 && values.text('parts') === 'pass')
        return notHere('A part that is passed on serves only one.')
      if (countMarks(trace, 'http-cache/purged') > 0)
        return notHere('A purge makes what is on its way worthless, so it is asked for again.')
      if (variant === 'swr' && script.some(({ kind }) => kind === 'crash'))
        return notHere('An answer that is stale when it comes serves only the one who asked for it.')
      if (script.some(({ kind }) => kind === 'cut'))
        return notHere('Who has given up asks again while the first request is open.')
      if (values.number('negative') === 0) return notHere('An answer that may not be stored serves only one.')
      return atMost(mostAtOnce(trace), 1, 'requests')
    },
  },
  {
    id: 'age',
    name: 'Ages are never told smaller than they are',
    formula: 'Age ≥ ⌊now − moment at which the origin vouched for it⌋',
    source: 'RFC 9111 §4.2.3: the calculation is conservative',
    tolerance: 'one second for each cache on the way: Age has whole seconds',
    measure(trace, _, { variant }) {
      if (variant === 'guide') return notHere('The guide’s edges tell no age.')
      return atLeast(leastAgeMargin(trace), 0, 's', variant === 'edges' ? 1 : 2)
    },
  },
  {
    id: 'edge-once',
    name: 'What is fresh for the whole run is fetched once by each edge at most',
    formula: 'fetches ≤ different pages that exist and are asked for at the edge',
    source: 'compulsory misses: Hill and Smith, IEEE Transactions on Computers 38 (1989)',
    tolerance: 'exact, for all edges together',
    measure(trace, values, { variant, script }) {
      if (variant !== 'edges' || script.length > 0) return notHere('Edges do not ask the origin undisturbed here.')
      if (values.number('ttl') * SECOND < trace.horizonMicros) return notHere('Pages expire within the run.')
      if (values.number('capacity') < values.number('objects')) return notHere('There is not room for all.')
      if (values.text('vary') !== 'none') return notHere('Each page has several variants.')
      const fetched = pagesAskedOf(trace, 'origin').length
      const different = EDGES.reduce((sum, edge) => sum + new Set(pagesAskedOf(trace, edge)).size, 0)
      return atMost(fetched, different, 'fetches')
    },
  },
  {
    id: 'machines',
    name: 'How much is cold when one of n machines is lost',
    formula: '1 / n by the highest score; 1 − min(n, m) / lcm(n, m) by remainders, with m = n − 1',
    source:
      'Thaler and Ravishankar, IEEE/ACM Transactions on Networking 6 (1998); remainders: Chinese remainder theorem',
    tolerance: 'within four standard deviations of so many pages that are spread by lot',
    measure(trace, values, { variant, script }) {
      const spread = values.text('spread')
      if (variant !== 'pop' || spread === 'turn' || spread === 'bounded') return notHere('No machine owns what it has.')
      if (script.filter(({ kind }) => kind === 'crash').length !== 1 || script.length !== 1)
        return notHere('It is not one machine that is lost, and nothing else.')
      const { again, refetched } = afterLoss(trace)
      if (again.size < 20) return notHere('Fewer than twenty pages are asked for again.')
      const machines = machinesIn(trace).length
      const law = spread === 'hash' ? 1 / machines : 1 - stayingFraction(machines, machines - 1)
      return within(refetched.size / again.size, law, 4 * Math.sqrt((law * (1 - law)) / again.size), '%')
    },
  },
]

const proof: Proof = {
  modelled: [
    'HTTP caches by RFC 9111, 5861, 9211 and 9213, with purges by address, by tag and soft, and collapsed requests',
    'an origin with versions, entity tags, workers and a queue; parts of a film, passed on or cut from the whole (206)',
    'ways along great circles at the speed of light in glass, made longer by a detour',
    'routing by anycast, by DNS with answers that are kept, and by load; health checks',
    'one shield, or two parents by rendezvous hashing',
    'the machines of one edge behind a door that chooses by hash, by hash within bounds, by remainder or in turn',
  ],
  leftOut: [
    'health checks, name servers and routers as messages: they look and answer at once',
    'machines within more than one edge at once; set-up of connections; bandwidth',
    'caches of browsers, slices of large objects that are kept one by one, compression',
    'a measured map of users: three cities stand for three continents',
  ],
  laws,
}

export default proof

function popularities(values: Values): number[] {
  const zipf = new Zipf(values.number('objects'), values.number('zipf') / 100)
  return Array.from({ length: zipf.n }, (_, rank) => zipf.probability(rank))
}

/** Why a formula for undisturbed traffic to single caches does not speak of a run; null when it does. */
function notStationary(values: Values, { variant, script }: Scenario): string | null {
  if (variant !== 'edges') return 'Another cache, or none, decides how long copies live.'
  if (script.length > 0) return 'Something is changed during the run.'
  if (values.text('vary') !== 'none') return 'Each page has several variants.'
  if (values.number('film') > 0) return 'Some of what is asked for is a film.'
  if (values.number('missing') > 0) return 'Some of what is asked for does not exist.'
  if (values.number('crowd') > 0 || values.text('routing') === 'load') return 'The edges are not asked alike.'
  return null
}

/** The most requests for one target that were open at once between two caches, or a cache and the origin. */
function mostAtOnce(trace: Trace): number {
  const open = new Map<string, number>()
  const opened: { readonly key: string; readonly at: number; readonly by: number }[] = []
  for (let index = 0; index < trace.hopCount; index++) {
    const { from, to, label, sentMicros, kind, cause, dueMicros } = trace.hop(index)
    const [sender, receiver] = [trace.topology.nodes[from], trace.topology.nodes[to]]
    if (kind === HopKind.request && sender?.kind !== 'users' && label.startsWith('GET '))
      opened.push({ key: `${sender?.name} ${receiver?.name} ${label}`, at: sentMicros, by: 1 })
    if (kind === HopKind.request) continue
    const asked = trace.hop(requestOf(trace, cause, to))
    if (receiver?.kind !== 'users' && asked.label.startsWith('GET '))
      opened.push({ key: `${receiver?.name} ${sender?.name} ${asked.label}`, at: dueMicros, by: -1 })
  }
  opened.sort((a, b) => a.at - b.at || a.by - b.by)
  let most = 0
  for (const { key, by } of opened) {
    const count = (open.get(key) ?? 0) + by
    open.set(key, count)
    most = Math.max(most, count)
  }
  return most
}

/** Walks back from the cause of an answer to the request that came from `asker`. */
function requestOf(trace: Trace, cause: number, asker: number): number {
  let hop = trace.hop(cause)
  while (hop.kind !== HopKind.request || hop.from !== asker) hop = trace.hop(hop.cause)
  return hop.index
}

/** The least of told age less true age, in seconds, over all answers that tell one. */
function leastAgeMargin(trace: Trace): number {
  let least = Number.POSITIVE_INFINITY
  for (let index = 0; index < trace.hopCount; index++) {
    const { headers, sentMicros, kind } = trace.hop(index)
    if (kind === HopKind.request) continue
    const field = (name: string) => headers.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
    const [age, vouched] = [field('Age'), field('Vouched-At')]
    if (age === undefined || vouched === undefined) continue
    least = Math.min(least, Number(age) - (sentMicros - Number(vouched)) / SECOND)
  }
  return least
}

/** Pages that exist, as they were asked of a node. */
function pagesAskedOf(trace: Trace, node: string): string[] {
  return requestsTo(trace, node).flatMap(({ target }) => (target.startsWith('/p/0') ? [] : [target]))
}
