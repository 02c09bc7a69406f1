import type { Passage, SystemCode } from '../source-passage'

/** A limiter runs as a variant of its own, and under its name side by side with others. */
function limiter(variant: string, file: string, marks: Passage['marks']): readonly Passage[] {
  const path = `workers/algorithms/rate-limit/${file}.ts`
  return [
    { file: path, variants: [variant], marks },
    { file: path, variants: ['side-by-side'], nodes: [variant], marks },
  ]
}

const code: SystemCode = [
  ...limiter('guide', 'guide-bucket', {
    'limiter/moved': 'GuideBucket.refill',
    'limiter/passed': 'GuideBucket.decide: this.tokens -= cost',
    'limiter/refused': 'GuideBucket.decide: if (!(this.tokens >=',
  }),
  ...limiter('token-bucket', 'token-bucket', {
    'limiter/moved': 'TokenBucket.refill',
    'limiter/passed': 'TokenBucket.take',
    'limiter/refused': 'TokenBucket.waitForShares',
  }),
  ...limiter('gcra', 'gcra', { 'limiter/passed': 'Gcra.take', 'limiter/refused': 'Gcra.waitUntil' }),
  ...limiter('leaky-meter', 'leaky-meter', {
    'limiter/passed': 'LeakyMeter.take',
    'limiter/refused': 'LeakyMeter.take',
  }),
  ...limiter('leaky-shaper', 'leaky-shaper', {
    'limiter/passed': 'LeakyShaper.decide: if (over <= 0)',
    'limiter/refused': "LeakyShaper.decide: return { kind: 'refused'",
  }),
  ...limiter('fixed-window', 'fixed-window', {
    'limiter/moved': 'FixedWindow.turn',
    'limiter/passed': 'FixedWindow.take',
    'limiter/refused': 'FixedWindow.waitFor',
  }),
  ...limiter('sliding-log', 'sliding-log', {
    'limiter/moved': 'SlidingLog.expire',
    'limiter/passed': 'SlidingLog.take',
    'limiter/refused': 'SlidingLog.waitFor',
  }),
  ...limiter('sliding-counter', 'sliding-counter', {
    'limiter/moved': 'SlidingCounter.turn',
    'limiter/passed': 'SlidingCounter.take',
    'limiter/refused': 'SlidingCounter.waitFor',
  }),
  ...limiter('multi-rate', 'multi-rate', {
    'limiter/passed': 'MultiRate.take',
    'limiter/refused': 'MultiRate.waitFor',
  }),
  ...limiter('concurrency', 'concurrency-limit', {
    'limiter/passed': 'ConcurrencyLimit.decide',
    'limiter/refused': 'ConcurrencyLimit.decide',
    'limiter/left': 'ConcurrencyLimit.release',
  }),
]

export default code
