import { TokenBucket as PeerBucket, RateLimiter as PeerLimiter } from 'limiter'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { FixedWindow } from '../../workers/algorithms/rate-limit/fixed-window'
import type { Gate } from '../../workers/algorithms/rate-limit/gate'
import { Gcra } from '../../workers/algorithms/rate-limit/gcra'
import { KeyedLimiters } from '../../workers/algorithms/rate-limit/keyed-limiters'
import { SlidingCounter } from '../../workers/algorithms/rate-limit/sliding-counter'
import { SlidingLog } from '../../workers/algorithms/rate-limit/sliding-log'
import { TokenBucket } from '../../workers/algorithms/rate-limit/token-bucket'
import { type BenchCase, type BenchResult, type BenchRow, interleave, ratioRow } from './harness'

const CALLS = 1_000_000
const KEYED_CALLS = 400_000
/** A promise a call, so fewer. */
const AWAITED_CALLS = 100_000
const RATE = { limit: 100, perMicros: 1_000_000 }
const WINDOW = 1_000_000
const EVERYTHING = { limit: 100, perMicros: 1 }
const PEER = 'limiter TokenBucket (npm)'
const PEER_PASSES = 'limiter TokenBucket (npm), all pass'
/** Ours tells the wait with every refusal; the peer is asked for it. */
const PEER_WITH_WAIT = 'limiter TokenBucket with getWaitTime (npm)'
const keys = Array.from({ length: 10_000 }, (_, index) => `user:${index * 7919}`)

/** One limiter asked again and again, and one a key of 10,000 string keys, against npm's limiter and rate-limiter-flexible. */
export default async function bench(): Promise<BenchResult> {
  return { title: 'Rate limiters', rows: [...(await single()), ...(await keyed()), ...memory()] }
}

/**
 * Two mixes, the same for ours and the peer: asked as fast as the peer can at 100 a second, so that nearly all is refused,
 * and at a rate that lets all pass. The peer reads its clock; ours is given a microsecond more every 14 calls, which is
 * about what the peer's clock does. A loop of its own for each, so that no compiler is kept from knowing what is called.
 */
async function single(): Promise<BenchRow[]> {
  const refused = await interleave([
    bucketCase(),
    gcraCase(),
    peerBucketCase(100, PEER),
    peerWaitCase(),
    peerLimiterCase(),
  ])
  const passed = await interleave([passingBucketCase(), passingGcraCase(), peerBucketCase(1e12, PEER_PASSES)])
  const others = await interleave([
    ours('fixed window, half pass', new FixedWindow(100, WINDOW)),
    ours('sliding counter, half pass', new SlidingCounter(100, WINDOW)),
    ours('sliding log, half pass', new SlidingLog(100, WINDOW)),
    ours('token bucket, half pass', new TokenBucket(100, RATE)),
  ])
  const waits = ['token bucket', 'GCRA'].map((name) => ({
    name: `${name}, wait included`,
    value: refused.ratio(name, PEER_WITH_WAIT),
    unit: '× limiter with getWaitTime',
  }))
  const goal = (own: string, peer: string, measured: typeof refused): BenchRow =>
    ratioRow(measured.measured(own), measured.ratio(own, peer), 'limiter', 10)
  return [
    goal('token bucket', PEER, refused),
    goal('GCRA', PEER, refused),
    goal('token bucket, all pass', PEER_PASSES, passed),
    goal('GCRA, all pass', PEER_PASSES, passed),
    ...waits,
    ...[...refused.cases.slice(2), ...passed.cases.slice(2), ...others.cases].map(({ name, perSecond }) => ({
      name,
      value: perSecond,
      unit: 'op/s',
    })),
  ]
}

function bucketCase(): BenchCase {
  const bucket = new TokenBucket(100, RATE)
  let now = 0
  return {
    name: 'token bucket',
    operations: CALLS,
    run() {
      let passed = 0
      for (let call = 0; call < CALLS; call++) {
        if (call % 14 === 0) now++
        if (bucket.take(now) === 0) passed++
      }
      return passed
    },
  }
}

function gcraCase(): BenchCase {
  const gcra = new Gcra(100, RATE)
  let now = 0
  return {
    name: 'GCRA',
    operations: CALLS,
    run() {
      let passed = 0
      for (let call = 0; call < CALLS; call++) {
        if (call % 14 === 0) now++
        if (gcra.take(now) === 0) passed++
      }
      return passed
    },
  }
}

function passingBucketCase(): BenchCase {
  const bucket = new TokenBucket(100, EVERYTHING)
  let now = 0
  return {
    name: 'token bucket, all pass',
    operations: CALLS,
    run() {
      let passed = 0
      for (let call = 0; call < CALLS; call++) {
        if (call % 14 === 0) now++
        if (bucket.take(now) === 0) passed++
      }
      return allOf(passed)
    },
  }
}

function passingGcraCase(): BenchCase {
  const gcra = new Gcra(100, EVERYTHING)
  let now = 0
  return {
    name: 'GCRA, all pass',
    operations: CALLS,
    run() {
      let passed = 0
      for (let call = 0; call < CALLS; call++) {
        if (call % 14 === 0) now++
        if (gcra.take(now) === 0) passed++
      }
      return allOf(passed)
    },
  }
}

function allOf(passed: number): number {
  if (passed !== CALLS) throw new Error(`${CALLS - passed} calls were refused.`)
  return passed
}

function peerBucketCase(perSecond: number, name: string): BenchCase {
  const bucket = new PeerBucket({ bucketSize: perSecond, tokensPerInterval: perSecond, interval: 'second' })
  return {
    name,
    operations: CALLS,
    run() {
      let passed = 0
      for (let call = 0; call < CALLS; call++) if (bucket.tryRemoveTokens(1)) passed++
      return passed
    },
  }
}

function peerWaitCase(): BenchCase {
  const bucket = new PeerBucket({ bucketSize: 100, tokensPerInterval: 100, interval: 'second' })
  return {
    name: PEER_WITH_WAIT,
    operations: CALLS,
    run() {
      let waits = 0
      for (let call = 0; call < CALLS; call++) if (!bucket.tryRemoveTokens(1)) waits += bucket.getWaitTime(1)
      return waits
    },
  }
}

function peerLimiterCase(): BenchCase {
  const limiter = new PeerLimiter({ tokensPerInterval: 100, interval: 'second' })
  return {
    name: 'limiter RateLimiter (npm)',
    operations: CALLS,
    run() {
      let passed = 0
      for (let call = 0; call < CALLS; call++) if (limiter.tryRemoveTokens(1)) passed++
      return passed
    },
  }
}

/** Half of the calls pass: 200 a second are asked of 100. */
function ours(name: string, gate: Gate): BenchCase {
  let now = 0
  return {
    name,
    operations: CALLS,
    run() {
      let passed = 0
      for (let call = 0; call < CALLS; call++) {
        now += 5_000
        if (gate.take(now) === 0) passed++
      }
      return passed
    },
  }
}

async function keyed(): Promise<BenchRow[]> {
  const flexible = new RateLimiterMemory({ points: 100, duration: 1 })
  const measured = await interleave([
    ownKeyed('10k keys, token bucket', new KeyedLimiters(() => new TokenBucket(100, RATE))),
    ownKeyed('10k keys, GCRA', new KeyedLimiters(() => new Gcra(100, RATE))),
    ownKeyed('10k keys, fixed window', new KeyedLimiters(() => new FixedWindow(100, WINDOW))),
    {
      name: '10k keys, rate-limiter-flexible (npm)',
      operations: AWAITED_CALLS,
      async run() {
        let passed = 0
        for (let call = 0; call < AWAITED_CALLS; call++) {
          try {
            await flexible.consume(keys[call % keys.length] as string)
            passed++
          } catch {
            // Refused.
          }
        }
        return passed
      },
    },
  ])
  const peer = '10k keys, rate-limiter-flexible (npm)'
  return measured.cases.map((one) =>
    one.name === peer
      ? { name: one.name, value: one.perSecond, unit: 'op/s' }
      : ratioRow(one, measured.ratio(one.name, peer), 'rate-limiter-flexible', 5),
  )
}

function ownKeyed(name: string, store: KeyedLimiters<Gate>): BenchCase {
  let now = 0
  return {
    name,
    operations: KEYED_CALLS,
    run() {
      let passed = 0
      for (let call = 0; call < KEYED_CALLS; call++) {
        now += 1
        if (store.take(keys[call % keys.length] as string, now) === 0) passed++
      }
      return passed
    },
  }
}

/** Heap a key while 100,000 buckets are in use. */
function memory(): BenchRow[] {
  const names = Array.from({ length: 100_000 }, (_, index) => `user:${index}`)
  const bytes = (make: () => Gate): number => {
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    const store = new KeyedLimiters(make)
    for (const name of names) store.take(name, 0)
    globalThis.gc?.()
    const used = process.memoryUsage().heapUsed - before
    return store.size === names.length ? used / names.length : Number.NaN
  }
  return [
    { name: 'heap a key, token bucket', value: bytes(() => new TokenBucket(100, RATE)), unit: 'B' },
    { name: 'heap a key, GCRA', value: bytes(() => new Gcra(100, RATE)), unit: 'B' },
  ]
}
