import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import { countMarks, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atMost, exactly, type Finding, type Law, notHere, type Proof, within } from '../law'
import {
  appsOf,
  earlyLots,
  loadsAtOnce,
  numberOf,
  ofApps,
  oldestAnswer,
  requestsOf,
  textOf,
  ttlHitRatio,
} from './claims-measures'
import { replay } from './proof-replay'

/** A run in which nothing changes but time: no write, no fault, no refresh, and everything fits. */
function isPlain(values: Values, { variant, script }: Scenario): boolean {
  return (
    variant === 'read-through' &&
    script.length === 0 &&
    values.text('front') === 'none' &&
    ['writes', 'unknown', 'jitter', 'beta', 'swr', 'sie', 'loads'].every((key) => values.number(key) === 0) &&
    !values.flag('warm') &&
    values.number('memory') >= values.number('keys')
  )
}

const laws: readonly Law[] = [
  {
    id: 'time-to-live',
    name: 'A time to live decides the hit ratio',
    formula: 'h = Σ p · λpT / (1 + λpT)',
    source: 'renewal argument: Jung, Berger and Balakrishnan, “Modeling TTL-based Internet Caches”, INFOCOM 2003',
    tolerance: 'within 0.03: this run is a sample, and who waits for a load is no hit',
    measure(trace, values, scenario) {
      if (!isPlain(values, scenario) || values.text('arrivals') !== 'poisson')
        return notHere('Requests are not Poisson, or more than time takes entries out.')
      if (values.text('levels') !== 'memory') return notHere('There are two levels, or one for several apps.')
      const rate = values.number('rps') / appsOf(trace).length
      const ratio = ofApps(trace, 'hits') / requestsOf(trace, 'GET').length
      return within(ratio, ttlHitRatio(values, values.number('memory-ttl'), rate), 0.03, '%')
    },
  },
  {
    id: 'two-levels',
    name: 'Two levels answer what a plain replay says',
    formula: 'hits in memory + hits below = those of two tables with times, fed with the same requests',
    source: 'brute force; h = 1 − ∏(1 − hᵢ) would need independent levels, which share their requests',
    tolerance: 'within 0.02: the replay knows no latency',
    measure(trace, values, scenario) {
      if (!isPlain(values, scenario) || values.text('levels') !== 'both')
        return notHere('There is one level, or more than time takes entries out.')
      const reads = requestsOf(trace, 'GET')
      const hits = ofApps(trace, 'hits') + ofApps(trace, 'shared hits')
      const joined = countMarks(trace, 'level/joined')
      const reference = replay(trace, values)
      return within((hits + joined) / reads.length, reference.hits / reference.reads, 0.02, '%')
    },
  },
  {
    id: 'one-load',
    name: 'One load of a key at a time',
    formula: 'loads of one key under way at once ≤ 1, or one for each app without leases',
    source:
      'golang.org/x/sync/singleflight; leases: Nishtala et al., “Scaling Memcache at Facebook”, NSDI 2013, §3.2.1',
    tolerance: 'exact; a load that a write has made worthless does not count, so only runs without writes are measured',
    measure(trace, values, { variant }) {
      if (variant !== 'read-through' || values.text('flight') === 'none') return notHere('Whoever misses may load.')
      if (marksOf(trace, 'database/wrote').length > 0) return notHere('Values change while they are loaded.')
      const most = values.text('flight') === 'lease' ? 1 : appsOf(trace).length
      return atMost(loadsAtOnce(trace).count, most, 'loads')
    },
  },
  {
    id: 'early-refresh',
    name: 'Early refreshes are as many as their chances add up to',
    formula: 'P(refresh with x left) = e^(−x / (βΔ))',
    source: 'Vattani, Chierichetti and Lowenstein, “Optimal Probabilistic Cache Stampede Prevention”, PVLDB 8 (2015)',
    tolerance: 'within four standard deviations of a sum of independent lots',
    measure(trace, values, { variant }) {
      if (variant === 'guide' || values.number('beta') === 0) return notHere('Nobody refreshes early.')
      const { expected, variance, early } = earlyLots(trace)
      return within(early, expected, 4 * Math.sqrt(variance), 'refreshes')
    },
  },
  {
    id: 'copies-end',
    name: 'No copy in a memory ends after the one below',
    formula: 'TTL above ≤ TTL left below',
    source: 'as Age in HTTP: RFC 9111 §4.2.3',
    tolerance: '2 ms: Redis keeps whole milliseconds',
    measure(trace, _, { variant }) {
      if (variant === 'guide') return notHere('The guide loses the time to live on the way up: a check shows it.')
      const copies = marksOf(trace, ['level/copied', 'level/outlives'])
      if (copies.length === 0) return notHere('Nothing is copied up.')
      return atMost(Math.max(...copies.map((mark) => numberOf(mark, 'life') - numberOf(mark, 'below'))), 0, 'µs', 2_000)
    },
  },
  {
    id: 'staleness',
    name: 'Copies that nobody invalidates are old for at most their time to live',
    formula: 'age ≤ TTL · (1 + jitter) + stale time',
    source: 'an entry’s time begins with its load, and what was loaded was not replaced then',
    tolerance: 'exact',
    measure(trace, values, scenario) {
      const isLeft = scenario.variant === 'write-around' || values.text('invalidation') === 'none'
      if (scenario.variant === 'guide' || !isLeft) return notHere('Writes take copies out.')
      if (countMarks(trace, 'database/wrote') === 0) return notHere('Nothing is written.')
      const stale = Math.max(values.number('swr'), values.number('sie'))
      return atMost(
        oldestAnswer(trace).micros,
        values.number('ttl') * (1 + values.number('jitter') / 100) + stale,
        'µs',
      )
    },
  },
  {
    id: 'writes-kept',
    name: 'Acknowledged writes are in the database, were overwritten by later ones, or wait',
    formula: 'written behind = flushed + coalesced + waiting, key by key',
    source: 'conservation',
    tolerance: 'exact',
    measure: (trace, _, scenario) => writesKept(trace, scenario),
  },
]

const proof: Proof = {
  modelled: [
    'apps with a memory each before a Redis with real commands and scripts, and a database with a bounded queue',
    'HTTP caches of browsers, a CDN and a proxy by RFC 9111, with the max-age that the app sends',
    'single flight, leases, jitter, stale while revalidate, stale if error, early refresh, negative caching',
    'deletes, messages, invalidations by who has read a key (client-side caching of Redis), versioned names; cache-aside, read-through, write-through, write-behind, write-around',
  ],
  leftOut: [
    'several nodes of the shared cache, and their failover',
    'entries of different size, and eviction from the shared cache',
    'purging of CDNs and browsers',
    'invalidation from the log of the database',
  ],
  laws,
}

export default proof

/** Each flush writes the last value of its key so far; what came before it was coalesced, what came after waits. */
function writesKept(trace: Trace, { variant, script }: Scenario): Finding {
  if (variant !== 'write-behind') return notHere('Nothing is written behind.')
  if (script.length > 0) return notHere('The shared cache is taken away.')
  const written = marksOf(trace, 'write/behind')
  const flushes = marksOf(trace, 'flush/wrote')
  let [flushed, coalesced, waiting] = [0, 0, 0]
  for (const key of new Set(written.map((mark) => textOf(mark, 'key')))) {
    const values = written.filter((mark) => textOf(mark, 'key') === key).map((mark) => textOf(mark, 'value'))
    const last = flushes.filter((mark) => textOf(mark, 'key') === key).at(-1)
    const place = last === undefined ? -1 : values.indexOf(textOf(last, 'value'))
    const done = new Set(flushes.filter((mark) => textOf(mark, 'key') === key).map((mark) => textOf(mark, 'value')))
    flushed += done.size
    coalesced += place + 1 - done.size
    waiting += values.length - place - 1
    if ([...done].some((value) => !values.includes(value))) coalesced = Number.NaN
  }
  return exactly(flushed + coalesced + waiting, written.length, 'writes')
}
