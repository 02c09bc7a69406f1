import { capacityOf, ceilingOf, peakOf } from '../../algorithms/scaling/scalability'
import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import { percent, short } from '../../trace/figure-text'
import { gaugeBefore, marksOf } from '../../trace/marks'
import { meanLatency, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claim, Claims, Verdict } from '../system'
import { busyShare, dollars, pointsOf, SECOND, stagesOf, throughput, waitsBesideIdle } from './claims-measures'
import { scalabilityOf } from './model-shape'
import { responseLaw } from './proof-theory'

const UPGRADE_AT = 10 * SECOND

/** What one machine, or a fixed number of them, can do. */
export const limitClaims: Claims = {
  'knee-bends': {
    sentence: 'From 32 to 38 requests/s the mean time grows by at least half, and by more than from 20 to 32.',
    measure(trace, _, scenario) {
      const means = stageMeans(trace, scenario)
      const [low = 0, middle = 0, , high = 0] = means
      return { holds: high / middle >= 1.5 && high / middle > middle / low, measured: kneeText(trace, scenario, means) }
    },
  },
  'knee-nearly-free': {
    sentence: 'At 20 requests/s, half of what the machines can do, the mean time is at most 25 % above the work alone.',
    measure(trace, values, scenario) {
      const [low = 0] = stageMeans(trace, scenario)
      const work = values.number('work')
      return {
        holds: low <= 1.25 * work,
        measured: `${formatDuration(Math.round(low))} for ${formatDuration(work)} of work`,
      }
    },
  },
  'busier-is-cheaper': {
    sentence:
      'A million requests cost at most 60 % at 38 requests/s of what they cost at 20, by the bill of each stage.',
    measure(trace) {
      const points = pointsOf(trace)
      const [low, high] = [points[0]?.centsPerMillion ?? Number.NaN, points.at(-1)?.centsPerMillion ?? Number.NaN]
      return { holds: points.length === 4 && high <= 0.6 * low, measured: `${dollars(high)} against ${dollars(low)}` }
    },
  },
  'fit-foretells': {
    sentence: 'From the stages up to 8 workers the fit foretells the peak at √((1 − σ) / κ) workers, within a quarter.',
    measure(trace, values) {
      const first = marksOf(trace, 'curve/fitted').at(0)
      const [peak, law] = [Number(first?.details.peak), peakOf(scalabilityOf(values))]
      const most = Number(first?.details.most)
      return {
        holds: most === 8 && Math.abs(peak / law - 1) <= 0.25,
        measured: `${short(peak)} after ${short(most)} workers; the law gives ${short(law)}`,
      }
    },
  },
  'big-mean': meanClaim('The mean time is that of one fast worker, S / n / (1 − ρ), within 40 %.', 0.6, 1.4),
  'pooled-mean': meanClaim('The mean time is that of one queue for four workers by Erlang C, within 40 %.', 0.6, 1.4),
  'split-mean': meanClaim('The mean time is that of four separate queues, S / (1 − ρ), within 40 %.', 0.6, 1.4),
  'shortest-mean': meanClaim(
    'The mean time is not more than 10 % below one queue for all by Erlang C, and at most 60 % above it.',
    0.9,
    1.6,
  ),
  'big-dearer': {
    sentence: 'It costs at least a quarter more an hour than four small machines.',
    measure(trace, values) {
      const cents = gaugeBefore(trace, 's1', 'centsPerHour')
      const small = values.number('servers') * values.number('price')
      return { holds: cents >= 1.25 * small, measured: `${short(cents)} ¢ an hour against ${small} ¢` }
    },
  },
  'nobody-beside-idle': besideIdle(
    'At no time does a request wait at a machine while another one idles.',
    (s) => s === 0,
  ),
  'waits-beside-idle': besideIdle(
    'For more than 20 % of the time a request waits at one machine while another one idles.',
    (share) => share > 0.2,
  ),
  retrograde: {
    sentence: 'With 64 workers the machine does less than 60 % of what it does with 16.',
    measure(trace, _, scenario) {
      const [most, last] = [throughputWith(trace, scenario, 16), throughputWith(trace, scenario, 64)]
      return { holds: last < 0.6 * most, measured: `${short(last)} against ${short(most)} requests/s` }
    },
  },
  'follows-usl': {
    sentence:
      'With every number of workers the throughput is that of the Universal Scalability Law, within 5 % and half a request of each worker, as they end in waves.',
    measure(trace, values, scenario) {
      const law = scalabilityOf(values)
      const alone = SECOND / values.number('work')
      const stages = stagesOf(scenario, 'workers').map(({ value, from, to }) => {
        const expected = alone * capacityOf(value, law)
        const slack = 0.05 + value / 2 / ((expected * (to - from)) / SECOND)
        return { ratio: throughput(trace, from, to) / expected, slack }
      })
      const holds = stages.length > 5 && stages.every(({ ratio, slack }) => Math.abs(ratio - 1) <= slack)
      return { holds, measured: `measured ÷ law: ${stages.map(({ ratio }) => short(ratio)).join(', ')}` }
    },
  },
  'amdahl-ceiling': {
    sentence: 'Sixty-four workers do more than 8 times the work of one, and less than 1 / σ times.',
    measure(trace, values, scenario) {
      const gain = throughputWith(trace, scenario, 64) / throughputWith(trace, scenario, 1)
      const ceiling = ceilingOf(scalabilityOf(values))
      return { holds: gain > 8 && gain < ceiling, measured: `${short(gain)} times; the ceiling is ${short(ceiling)}` }
    },
  },
  'upgrade-outage': {
    sentence: 'From its replacement until it has booted nobody is served, and at least 100 requests fail.',
    measure(trace, values) {
      const { served, failed } = requestCounts(trace, UPGRADE_AT + 1_000, UPGRADE_AT + values.number('boot'))
      return { holds: served === 0 && failed >= 100, measured: `${served} served, ${failed} failed` }
    },
  },
  'upgrade-disappoints': {
    sentence: 'Four times the cores do less than 1.5 times the work, for more than 4 times the price.',
    measure(trace) {
      const gain =
        throughput(trace, UPGRADE_AT + 6 * SECOND, trace.horizonMicros) / throughput(trace, SECOND, UPGRADE_AT)
      const price = gaugeBefore(trace, 's1', 'centsPerHour') / gaugeBefore(trace, 's1', 'centsPerHour', SECOND)
      return {
        holds: gain < 1.5 && price > 4,
        measured: `${short(gain)} times the throughput for ${short(price)} times the price`,
      }
    },
  },
  'boot-loses-half': {
    sentence: 'While the two new servers boot, between 35 % and 65 % of the requests fail; from then on none.',
    measure(trace, values) {
      const readyAt = UPGRADE_AT + values.number('boot')
      const { served, failed } = requestCounts(trace, UPGRADE_AT, readyAt)
      const later = requestCounts(trace, readyAt + 1_000).failed
      const share = failed / Math.max(1, served + failed)
      return {
        holds: share > 0.35 && share < 0.65 && later === 0,
        measured: `${failed} of ${served + failed} fail (${percent(share)}), ${later} later`,
      }
    },
  },
  'nobody-fails': {
    sentence: 'No request fails.',
    measure(trace) {
      const { served, failed } = requestCounts(trace)
      return { holds: failed === 0 && served > 300, measured: `${served} served, ${failed} failed` }
    },
  },
}

function stageMeans(trace: Trace, scenario: Scenario): number[] {
  return stagesOf(scenario, 'rps').map(({ from, to }) => meanLatency(trace, from, to) ?? 0)
}

function kneeText(trace: Trace, scenario: Scenario, means: readonly number[]): string {
  return stagesOf(scenario, 'rps')
    .map(
      ({ from, to }, index) =>
        `${percent(busyShare(trace, from, to))}: ${formatDuration(Math.round(means[index] ?? 0))}`,
    )
    .join(', ')
}

function throughputWith(trace: Trace, scenario: Scenario, workers: number): number {
  const stage = stagesOf(scenario, 'workers').find(({ value }) => value === workers)
  return stage === undefined ? Number.NaN : throughput(trace, stage.from, stage.to)
}

/** The mean time at the pool against what theory says of the variant. */
function meanClaim(sentence: string, low: number, high: number): Claim {
  return {
    sentence,
    measure(trace, values: Values, scenario): Verdict {
      const law = responseLaw(scenario.variant === 'shortest' ? 'pooled' : scenario.variant, values)
      const mean = meanLatency(trace)
      if (mean === null || law === null) return { holds: false, measured: 'no request ended' }
      const ratio = (mean - 2 * values.number('latency')) / law
      return {
        holds: ratio >= low && ratio <= high,
        measured: `${formatDuration(Math.round(ratio * law))}; the law gives ${formatDuration(Math.round(law))}`,
      }
    },
  }
}

function besideIdle(sentence: string, holds: (share: number) => boolean): Claim {
  return {
    sentence,
    measure(trace) {
      const share = waitsBesideIdle(trace)
      return { holds: holds(share), measured: `${percent(share)} of the time` }
    },
  }
}
