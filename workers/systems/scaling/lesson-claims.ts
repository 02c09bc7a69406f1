import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import { percent } from '../../trace/figure-text'
import { firstMark, marksOf } from '../../trace/marks'
import type { Claims } from '../system'
import { stagesOf } from './claims-measures'

/** What only the lesson says. */
export const lessonClaims: Claims = {
  'eighty-to-ninety-five': {
    sentence: 'Between 32 and 38 requests/s the load is 80 % to 95 % of what the machines can do.',
    measure(_, values, scenario) {
      const can = (values.number('servers') * values.number('workers') * 1_000_000) / values.number('work')
      const loads = stagesOf(scenario, 'rps').map(({ value }) => value / can)
      return { holds: loads.includes(0.8) && loads.includes(0.95), measured: loads.map(percent).join(', ') }
    },
  },
  'four-times-as-fast': {
    sentence: 'The big machine is as large as four small ones, in speed, and its price grows with the power 1.2.',
    measure(_, values) {
      const [size, exponent] = [values.number('servers'), values.number('exponent')]
      const holds = size === 4 && exponent === 120 && values.text('grow') === 'faster'
      return { holds, measured: `${size} times, exponent ${exponent / 100}` }
    },
  },
  'loss-times': {
    sentence: 'It breaks at 10 s, is started at 14 s and is ready at 18 s.',
    measure(trace) {
      const times = ['node/crashed', 'node/restarted', 'machine/ready'].map(
        (name) => firstMark(trace, name)?.atMicros ?? -1,
      )
      return {
        holds: times.join() === [10_000_000, 14_000_000, 18_000_000].join(),
        measured: times.map((time) => formatDuration(time)).join(', '),
      }
    },
  },
  'doubles-every-five': {
    sentence: 'The workers double every 5 s, from 1 to 64.',
    measure(_, _values, scenario) {
      const stages = stagesOf(scenario, 'workers')
      const holds = stages.every(
        ({ value, from }, index) => value === power(index) && from === 5_000_000 * index + 1_000_000,
      )
      return { holds, measured: stages.map(({ value }) => value).join(', ') }
    },
  },
  'two-added': {
    sentence: 'Two servers are added at 10 s and boot for 4 s.',
    measure(trace) {
      const starts = marksOf(trace, 'machine/boots').map(({ atMicros }) => atMicros)
      const ends = marksOf(trace, 'machine/ready').map(({ atMicros }) => atMicros)
      const holds = starts.join() === '10000000,10000000' && ends.join() === '14000000,14000000'
      return { holds, measured: `${starts.length} boot, ${ends.length} become ready` }
    },
  },
  'looks-and-boots': {
    sentence:
      'It aims at 60 %, looks every 2 s, and a machine boots for 5 s; at 20 s the load becomes four times as high.',
    measure: (_, values, scenario) => spikeSetting(values, scenario),
  },
}

function spikeSetting(values: Values, scenario: Scenario) {
  const [before, after] = stagesOf(scenario, 'rps')
  const times = (after?.value ?? 0) / (before?.value ?? 1)
  const holds =
    values.number('target') === 60 &&
    values.number('period') === 2_000_000 &&
    values.number('boot') === 5_000_000 &&
    before?.to === 20_000_000 &&
    times >= 4
  return { holds, measured: `target ${values.number('target')} %, ${times.toFixed(1)} times the load` }
}

function power(exponent: number): number {
  let product = 1
  for (let step = 0; step < exponent; step++) product *= 2
  return product
}
