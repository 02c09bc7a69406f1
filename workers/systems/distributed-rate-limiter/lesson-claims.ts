import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import { marksOf } from '../../trace/marks'
import type { Claim, Claims } from '../system'
import { awaySpan } from './claims-measures'

/** Claims that only the lesson makes: what its texts say of settings and scripts. */
export const lessonClaims: Claims = {
  'limit-ten': told('The limit is 10 a second for each client, for three servers together.', (values) => [
    values.number('limit') === 10 && values.number('window') === 1_000_000 && values.number('servers') === 3,
    `${values.number('limit')} in ${formatDuration(values.number('window'))}, ${values.number('servers')} servers`,
  ]),
  'clocks-apart': told('The clocks of the servers are 2.5 s apart.', (values) => [
    values.number('skew') === 2_500_000,
    formatDuration(values.number('skew')),
  ]),
  'hundred-each': told('The limit is 100 in 4 s, for two clients.', (values) => [
    values.number('limit') === 100 && values.number('window') === 4_000_000 && values.number('clients') === 2,
    `${values.number('limit')} in ${formatDuration(values.number('window'))}, ${values.number('clients')} clients`,
  ]),
  'sixty-come': {
    sentence: 'Sixty requests come at once, twenty pass and forty are refused with Retry-After: 1.',
    measure(trace) {
      const passed = marksOf(trace, 'quota/passed', 0, 500_000).length
      const returns = marksOf(trace, 'client/comes-back').filter(({ details }) => details.attempt === 1)
      const isTold = returns.every(({ details }) => details.seconds === 1)
      return {
        holds: passed === 20 && returns.length === 40 && isTold,
        measured: `${passed} pass, ${returns.length} are told to come back`,
      }
    },
  },
  'hot-three-sixty': told('c1 asks 360 times a second.', (values) => [
    values.number('rps') * values.number('hot') === 36_000,
    `${(values.number('rps') * values.number('hot')) / 100} a second`,
  ]),
  'down-from-to': {
    sentence: 'Redis is down from 1.5 s to 3 s.',
    measure(trace) {
      const { from, to } = awaySpan(trace) ?? { from: 0, to: 0 }
      return {
        holds: from === 1_500_000 && to === 3_000_000,
        measured: `${formatDuration(from)} to ${formatDuration(to)}`,
      }
    },
  },
}

function told(sentence: string, measure: (values: Values) => readonly [holds: boolean, measured: string]): Claim {
  return {
    sentence,
    measure(_, values) {
      const [holds, measured] = measure(values)
      return { holds, measured }
    },
  }
}
