import { leastRoom, mostWithin } from '../../algorithms/rate-limit/intervals'
import { worstCase } from '../../algorithms/rate-limit/worst-case'
import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import { marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atLeast, atMost, exactly, type Finding, type Law, notHere, type Proof } from '../law'
import { ALONE, commandsPerDecision, interval, passedByKey } from './claims-measures'

const laws: readonly Law[] = [
  {
    id: 'fixed-window',
    name: 'A fixed window of one clock lets up to twice the limit pass',
    formula: 'passed in any interval of window length ≤ 2L: L on each side of an edge',
    source: 'counting argument over two neighbouring windows',
    tolerance: 'exact, over every interval of every client',
    measure(trace, values, scenario) {
      if (values.number('skew') > 0 || hasAction(scenario)) return notHere('The servers’ clocks differ.')
      return windowBound(
        trace,
        values,
        scenario,
        'guide',
        (limit, window) => worstCase('fixed-window', limit, window).within,
      )
    },
  },
  {
    id: 'skewed-windows',
    name: 'Servers with unlike clocks let up to twice the limit pass each',
    formula: 'passed in any interval of window length ≤ 2 · n · L for n servers',
    source: 'the same argument for each clock',
    tolerance: 'exact, over every interval of every client',
    measure(trace, values, scenario) {
      if (values.number('skew') === 0) return notHere('The servers’ clocks agree.')
      const servers = values.number('servers')
      return windowBound(trace, values, scenario, 'guide', (limit) => 2 * servers * limit)
    },
  },
  {
    id: 'first-request-window',
    name: 'A window that begins with a request lets one less than twice the limit pass',
    formula: 'passed in any interval of window length ≤ max(L, 2L − 1)',
    source: 'its first request lies a whole window before its end',
    tolerance: 'exact, over every interval of every client',
    measure: (trace, values, scenario) =>
      windowBound(trace, values, scenario, 'window', (limit) => Math.max(limit, 2 * limit - 1)),
  },
  {
    id: 'sliding-log',
    name: 'A log lets no more than the limit pass',
    formula: 'passed in any interval of window length ≤ L',
    source: 'by definition: the log is the interval',
    tolerance: 'exact, over every interval of every client',
    measure: (trace, values, scenario) => windowBound(trace, values, scenario, 'sliding-log', (limit) => limit),
  },
  {
    id: 'sliding-counter',
    name: 'Two counts let less than twice the limit pass',
    formula: 'passed in any interval of window length ≤ L + ⌊L · (w − 2) / w⌋, w in ticks',
    source: 'what the weight of the window before frees after a burst in its last tick',
    tolerance: 'exact, over every interval of every client',
    measure: (trace, values, scenario) =>
      windowBound(
        trace,
        values,
        scenario,
        'sliding-counter',
        (limit, window) => worstCase('sliding-counter', limit, window).within,
      ),
  },
  {
    id: 'envelope',
    name: 'GCRA lets no more than burst and rate pass',
    formula: 'passed in any closed window w ≤ b + ⌊w / T⌋, T = ⌈window / L⌉; told is the room in the fullest',
    source: 'ITU-T I.371, annex A; token bucket: RFC 2697',
    tolerance: 'exact, over every window of every client',
    measure(trace, values, scenario) {
      const times = decided(trace, scenario, 'gcra')
      if ('kind' in times) return times
      const rooms = times.map((own) => leastRoom(own, values.number('burst'), 1, interval(values)))
      return atLeast(Math.min(...rooms), 0, 'requests left')
    },
  },
  {
    id: 'commands',
    name: 'What a decision costs Redis',
    formula: 'commands = 4 · decisions for MULTI, INCR, EXPIRE, EXEC; 1 for a script that it knows',
    source: 'Redis documentation, “Transactions” and EVALSHA',
    tolerance: 'exact, for requests that have ended, besides questions for a script that Redis does not know yet',
    measure(trace, values, { variant }) {
      if (marksOf(trace, ALONE).length > 0) return notHere('Some questions get no answer.')
      if (values.flag('remember')) return notHere('Some decisions need no question.')
      const { commands, decisions } = commandsPerDecision(trace)
      if (decisions === 0) return notHere('Nothing is decided.')
      return exactly(commands, (variant === 'guide' ? 4 : 1) * decisions, 'commands')
    },
  },
]

const proof: Proof = {
  modelled: [
    'servers with clocks of their own behind a balancer, and middleware that asks one Redis',
    'the guide’s transaction, and scripts with Redis’s own time: window, log, two counts, GCRA',
    'Redis that crashes, is far or slow: fail open, fail closed, own share; 429 with Retry-After and RateLimit fields',
  ],
  leftOut: ['Redis Cluster and replicas', 'counts that servers exchange in the background', 'requests of unlike cost'],
  laws,
}

export default proof

/** When Redis let requests pass, for each client; or why the law does not speak of this run. */
function decided(trace: Trace, { variant, script }: Scenario, own: string): readonly (readonly number[])[] | Finding {
  if (variant !== own) return notHere('Another way of counting is at work.')
  // A late answer lets requests pass closer together than Redis has decided, and a crash loses the counts.
  if (script.some(({ kind }) => kind !== 'act' && kind !== 'set'))
    return notHere('Something is done to the nodes or links.')
  const times = [...passedByKey(trace, ['quota/passed']).values()]
  return times.length === 0 ? notHere('Nothing passes.') : times
}

function windowBound(
  trace: Trace,
  values: Values,
  scenario: Scenario,
  own: string,
  bound: (limit: number, window: number) => number,
): Finding {
  const times = decided(trace, scenario, own)
  if ('kind' in times) return times
  const [limit, window] = [values.number('limit'), values.number('window')]
  return atMost(Math.max(...times.map((list) => mostWithin(list, window))), bound(limit, window), 'requests')
}

function hasAction({ script }: Scenario): boolean {
  return script.some((entry) => entry.kind === 'act' && entry.action === 'clock-ahead')
}
