import { countWithin, leastRoom, mostWithin } from '../../algorithms/rate-limit/intervals'
import { worstCase } from '../../algorithms/rate-limit/worst-case'
import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import type { Trace } from '../../trace/trace'
import { atLeast, atMost, type Finding, type Law, notHere, type Proof, within } from '../law'
import { guideLaw } from './claims-envelope'
import { leftAt, limiterNames, passedAt, refusedAt, unitTimes } from './claims-measures'

const SECOND = 1_000_000
const BUCKETS = ['token-bucket', 'gcra', 'leaky-meter']

const laws: readonly Law[] = [
  {
    id: 'envelope',
    name: 'No window, however long, holds more than burst and rate allow',
    formula: 'passed in any closed window w ≤ ⌊b + r · w⌋; told is the room in the fullest window',
    source: 'token bucket: RFC 2697; GCRA: ITU-T I.371, annex A',
    tolerance: 'exact, over every window of every key',
    measure: (trace, values, scenario) =>
      ifLimiter(trace, scenario, BUCKETS, (times) => {
        const [burst, limit, window] = [values.number('burst'), values.number('limit'), values.number('window')]
        return atLeast(Math.min(...times.map((own) => leastRoom(own, burst, limit, window))), 0, 'units left')
      }),
  },
  {
    id: 'two-envelopes',
    name: 'Of two rates both hold',
    formula: 'passed in any closed window w ≤ ⌊b + r · w⌋ for each of the two',
    source: 'two-rate marker: RFC 2698',
    tolerance: 'exact, over every window of every key',
    measure: (trace, values, scenario) =>
      ifLimiter(trace, scenario, ['multi-rate'], (times) => {
        const [long, longWindow] = [values.number('long-limit'), values.number('long-window')]
        const rooms = times.flatMap((own) => [
          leastRoom(own, values.number('burst'), values.number('limit'), values.number('window')),
          leastRoom(own, long, long, longWindow),
        ])
        return atLeast(Math.min(...rooms), 0, 'units left')
      }),
  },
  {
    id: 'fixed-window',
    name: 'A fixed window lets up to twice the limit pass',
    formula: 'passed in any interval of window length ≤ 2L: L on each side of an edge',
    source: 'counting argument over two neighbouring windows',
    tolerance: 'exact, over every interval of every key',
    measure: (trace, values, scenario) => windowBound(trace, values, scenario, 'fixed-window'),
  },
  {
    id: 'sliding-log',
    name: 'A log lets no more than the limit pass',
    formula: 'passed in any interval of window length ≤ L',
    source: 'by definition: the log is the interval',
    tolerance: 'exact, over every interval of every key',
    measure: (trace, values, scenario) => windowBound(trace, values, scenario, 'sliding-log'),
  },
  {
    id: 'sliding-counter',
    name: 'Two counts let less than twice the limit pass',
    formula: 'passed in any interval of window length ≤ L + ⌊L · (w − 2) / w⌋, w in ticks',
    source: 'what the weight of the window before frees after a burst in its last tick',
    tolerance: 'exact, over every interval of every key',
    measure: (trace, values, scenario) => windowBound(trace, values, scenario, 'sliding-counter'),
  },
  {
    id: 'shaper',
    name: 'A shaper parts what leaves by its rate',
    formula: 'distance ≥ ⌊1 / r⌋',
    source: 'leaky bucket as a queue: Turner, IEEE Communications Magazine 24 (1986)',
    tolerance: 'exact, in whole microseconds',
    measure: (trace, values, scenario) => {
      if (scenario.variant !== 'leaky-shaper') return notHere('This limiter does not delay.')
      const times = limiterNames(trace).map((name) => leftAt(trace, name))
      const gaps = times.flatMap((own) => own.slice(1).map((at, index) => at - (own[index] as number)))
      if (gaps.length === 0) return notHere('Fewer than two units leave.')
      return atLeast(Math.min(...gaps), Math.floor(values.number('window') / values.number('limit')), 'µs')
    },
  },
  {
    id: 'concurrency',
    name: 'No more are open at once than the limit',
    formula: 'open(t) ≤ L',
    source: 'by definition',
    tolerance: 'exact, at every decision',
    measure: (trace, values, { variant }) => {
      if (variant !== 'concurrency') return notHere('What is open is not counted by this limiter.')
      return atMost(
        Math.max(0, ...passedAt(trace).map(({ details }) => Number(details.open))),
        values.number('limit'),
        'open',
      )
    },
  },
  {
    id: 'guide-efficiency',
    name: 'The guide’s bucket loses what it rounds away',
    formula: 'granted / rate = ⌊kx⌋ / (kx), x = rate · poll, k = ⌈1/x⌉',
    source: 'derived from its code: every refill is floored and its time moves on',
    tolerance: 'within one unit over the run, once the first filling is used up',
    measure: (trace, values, { variant }) => {
      if (variant !== 'guide') return notHere('This is not the guide’s bucket.')
      if (values.text('traffic') !== 'poll') return notHere('The client does not poll evenly.')
      const from = refusedAt(trace)[0]?.atMicros
      if (from === undefined) return notHere('Nothing is refused.')
      const { perSecond, efficiency } = guideLaw(values)
      const seconds = (trace.horizonMicros - from) / SECOND
      const passed = countWithin(unitTimes(passedAt(trace)), from, trace.horizonMicros)
      return within(passed / seconds, perSecond * efficiency, 1 / seconds, 'a second')
    },
  },
]

const proof: Proof = {
  modelled: [
    'ten limiters in one process, and seven side by side on the same requests',
    'a limiter a key, forgotten when it rests; several processes; a clock that steps back',
    '429 with Retry-After and RateLimit fields, and clients that honour them',
  ],
  leftOut: ['limiters that share a store', 'priorities', 'limits that adapt'],
  laws,
}

export default proof

/** Measures, key by key, when units passed the limiters of some kinds. */
function ifLimiter(
  trace: Trace,
  { variant }: Scenario,
  kinds: readonly string[],
  measure: (times: readonly (readonly number[])[]) => Finding,
): Finding {
  const nodes = limiterNames(trace).filter((name) => kinds.includes(variant === 'side-by-side' ? name : variant))
  if (nodes.length === 0) return notHere('No such limiter is in this run.')
  const times = nodes.flatMap((name) => timesByKey(trace, name))
  return times.length === 0 ? notHere('Nothing passes.') : measure(times)
}

function windowBound(
  trace: Trace,
  values: Values,
  scenario: Scenario,
  kind: 'fixed-window' | 'sliding-log' | 'sliding-counter',
): Finding {
  if (scenario.script.some((entry) => entry.kind === 'act' && entry.action === 'clock-back'))
    return notHere('The clock steps back, and with it the windows.')
  return ifLimiter(trace, scenario, [kind], (times) => {
    const window = values.number('window')
    const most = Math.max(...times.map((own) => mostWithin(own, window)))
    return atMost(most, worstCase(kind, values.number('limit'), window).within, 'units')
  })
}

function timesByKey(trace: Trace, node: string): number[][] {
  const times = new Map<string, number[]>()
  for (const decision of passedAt(trace, node)) {
    const own = times.get(decision.key) ?? []
    times.set(decision.key, own)
    own.push(...unitTimes([decision]))
  }
  return [...times.values()]
}
