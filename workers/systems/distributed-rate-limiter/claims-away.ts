/** Claims about clients that come back, and about Redis that is away, far or busy. */
import { mostWithin } from '../../algorithms/rate-limit/intervals'
import { formatDuration } from '../../kernel/time'
import { percent, short } from '../../trace/figure-text'
import { gaugePeak, marksOf } from '../../trace/marks'
import { failuresByCause, latencyPercentile } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { ALONE, awaySpan, commandsPerDecision, DECISIONS, PASSES, passedByKey } from './claims-measures'

const SECOND = 1_000_000
/** Answers to what was asked before the crash still come in this time. */
const SETTLE = 100_000
/** Those who come back at one instant may be this far apart. */
const INSTANT = 15_000
const QUARTER = 250_000
const [SLOW_FROM, SLOW_TO] = [1_000_000, 2_500_000]

export const awayClaims: Claims = {
  'herd-returns': {
    sentence: 'Of the forty that were refused first, all come back within 15 ms.',
    measure(trace) {
      const returns = firstReturns(trace)
      const most = mostWithin(returns, INSTANT)
      return { holds: returns.length === 40 && most === 40, measured: `${most} of ${returns.length}` }
    },
  },
  'herd-spread': {
    sentence: 'Of the forty that were refused first, never more than half come back within 250 ms.',
    measure(trace) {
      const returns = firstReturns(trace)
      const most = mostWithin(returns, QUARTER)
      return {
        holds: returns.length === 40 && most > 0 && most <= 20,
        measured: `at most ${most} of ${returns.length}`,
      }
    },
  },
  'nobody-returns': {
    sentence: 'Forty are refused, and nobody comes back.',
    measure(trace) {
      const refused = marksOf(trace, 'quota/refused').length
      const returns = marksOf(trace, 'client/comes-back').length
      return { holds: refused === 40 && returns === 0, measured: `${refused} refused, ${returns} come back` }
    },
  },
  'all-fail-without-redis': {
    sentence: 'While Redis is down every decision is an error, and before it none was.',
    measure: (trace) => whileAway(trace, 'quota/failed'),
  },
  'all-pass-without-redis': {
    sentence: 'While Redis is down everything passes, more than four times the rate of the limit.',
    measure(trace, values) {
      const verdict = whileAway(trace, 'quota/let-through')
      const { perSecond, limit } = rateWhileAway(trace, values.number('limit'), values.number('window'))
      return {
        holds: verdict.holds && perSecond > 4 * limit,
        measured: `${verdict.measured}; ${short(perSecond)} a second of a client, ${short(limit)} are meant`,
      }
    },
  },
  'none-pass-without-redis': {
    sentence: 'While Redis is down every request is turned away.',
    measure: (trace) => whileAway(trace, 'quota/turned-away'),
  },
  'rate-kept-without-redis': {
    sentence: 'While Redis is down each client gets at least the rate of the limit and at most its burst more.',
    measure(trace, values) {
      const span = awaySpan(trace)
      if (span === null) return { holds: false, measured: 'Redis is never down' }
      const due = (values.number('limit') * (span.to - span.from - SETTLE)) / values.number('window')
      const counts = [...passedByKey(trace, ['quota/local-passed']).values()].map((times) => times.length)
      return {
        holds: counts.length > 0 && counts.every((count) => count >= due && count <= due + values.number('limit') + 2),
        measured: `${counts.join(' and ')} pass, the rate brings ${short(due)}`,
      }
    },
  },
  'pays-the-way': {
    sentence: 'The median request takes the way to Redis and back longer than without: 40 ms and 11 ms, within 1 ms.',
    measure(trace, values) {
      const way = 2 * values.number('redis-latency')
      const rest = 6 * values.number('latency') + values.number('work')
      const median = latencyPercentile(trace, 50, 0, Number.POSITIVE_INFINITY, 'served') ?? 0
      return {
        holds: way === 40_000 && rest === 11_000 && Math.abs(median - way - rest) <= 1_000,
        measured: `median ${formatDuration(median)}`,
      }
    },
  },
  'redis-saturated': {
    sentence:
      'While Redis is slow more than 10 commands wait, and more than half of the requests get no answer from it.',
    measure(trace) {
      const queue = gaugePeak(trace, 'redis', 'queue')
      const all = marksOf(trace, DECISIONS, SLOW_FROM + SETTLE, SLOW_TO).length
      const alone = marksOf(trace, ALONE, SLOW_FROM + SETTLE, SLOW_TO).length
      return {
        holds: queue > 10 && alone > all / 2,
        measured: `at most ${queue} wait; ${percent(alone / Math.max(1, all))} without an answer`,
      }
    },
  },
  'answers-for-nobody': {
    sentence: 'At least 50 commands are run for servers that have given up on them.',
    measure(trace) {
      const ran = marksOf(trace, 'redis/ran').length
      const answered = marksOf(trace, ['quota/passed', 'quota/refused']).length
      return { holds: ran - answered >= 50, measured: `${ran} run, ${answered} answers in time` }
    },
  },
  'a-command-each': {
    sentence: 'Each decision is a question to Redis, and more than three of four are refusals of c1.',
    measure(trace) {
      const { commands, decisions } = commandsPerDecision(trace)
      const ofHot = marksOf(trace, 'quota/refused').filter(({ details }) => details.key === 'c1').length
      return {
        holds: decisions > 1_000 && commands === decisions && ofHot > 0.75 * decisions,
        measured: `${commands} commands for ${decisions} decisions, ${percent(ofHot / decisions)} refuse c1`,
      }
    },
  },
  'few-commands': {
    sentence: 'Redis runs less than one command for three decisions.',
    measure(trace) {
      const { commands, decisions } = commandsPerDecision(trace)
      return {
        holds: decisions > 1_000 && commands < decisions / 3,
        measured: `${commands} for ${decisions} decisions`,
      }
    },
  },
  'same-rate': {
    sentence: 'c1 gets its burst and at least nine tenths of its rate all the same.',
    measure(trace, values) {
      const passed = passedByKey(trace).get('c1')?.length ?? 0
      const due =
        values.number('burst') + (0.9 * values.number('limit') * trace.horizonMicros) / values.number('window')
      return { holds: passed >= due, measured: `${passed} pass, at least ${short(due)} are due` }
    },
  },
}

/** When those that were refused first send their second attempt. */
export function firstReturns(trace: Trace): number[] {
  return marksOf(trace, 'client/comes-back')
    .filter(({ details }) => details.attempt === 1)
    .map(({ atMicros, details }) => atMicros + Number(details.wait))
    .sort((a, b) => a - b)
}

function whileAway(trace: Trace, only: string): Verdict {
  const span = awaySpan(trace)
  if (span === null) return { holds: false, measured: 'Redis is never down' }
  const before = marksOf(trace, only, 0, span.from).length
  const during = marksOf(trace, DECISIONS, span.from + SETTLE, span.to)
  const own = during.filter(({ name }) => name === only).length
  const causes = [...failuresByCause(trace, span.from + SETTLE, span.to).keys()].join(', ')
  return {
    holds: before === 0 && own > 20 && own === during.length,
    measured: `${own} of ${during.length}${causes === '' ? '' : ` (${causes})`}`,
  }
}

function rateWhileAway(trace: Trace, limit: number, window: number): { perSecond: number; limit: number } {
  const span = awaySpan(trace) ?? { from: 0, to: SECOND }
  const passed = marksOf(trace, PASSES, span.from + SETTLE, span.to).filter(
    ({ details }) => details.key === 'c1',
  ).length
  return { perSecond: (passed * SECOND) / (span.to - span.from - SETTLE), limit: (limit * SECOND) / window }
}
