import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import { gaugeBefore, marksOf } from '../../trace/marks'
import { groupDigits } from '../../trace/sentence'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { acknowledged, holdings, longestOverlap, numberOf, textOf } from './claims-measures'
import { NOTHING_LOST } from './meta-checks'

const claims: Claims = {
  'all-counted': {
    sentence: 'In the end the balance is the amount times the acknowledged deposits, exactly.',
    measure(trace, values) {
      const [balance, told] = [gaugeBefore(trace, 'account', 'balance'), acknowledged(trace)]
      return {
        holds: told > 0 && balance === told * values.number('amount'),
        measured: `${groupDigits(balance)} after ${told} acknowledged deposits`,
      }
    },
  },
  'two-holders': {
    sentence: 'For a time two workers both believe to hold the lock.',
    measure(trace) {
      const { micros, workers } = longestOverlap(trace)
      return { holds: micros > 0, measured: `${workers.join(' and ')} for ${formatDuration(micros)}` }
    },
  },
  'hundred-of-two-hundred': {
    sentence: 'Two deposits of 100 are acknowledged, and the account has 100.',
    measure(trace) {
      const [balance, told] = [gaugeBefore(trace, 'account', 'balance'), acknowledged(trace)]
      return { holds: told === 2 && balance === 100, measured: `${balance} after ${told} acknowledged deposits` }
    },
  },
  'told-ok': {
    sentence: 'The late worker’s release finds the lock in other hands, and its deposit still counts as a success.',
    measure(trace) {
      const ignored = marksOf(trace, 'lock/release-ignored').map((mark) => textOf(mark, 'worker'))
      const told = ignored.filter((worker) => gaugeBefore(trace, worker, 'ok') === 1)
      return { holds: told.length > 0, measured: `${told.join(', ') || 'nobody'} is told ok` }
    },
  },
  'deposit-lost': {
    sentence: 'An acknowledged deposit is no longer in the account.',
    measure(trace) {
      const breach = trace.breaches.find(({ check }) => check === NOTHING_LOST)
      return { holds: breach !== undefined, measured: breach?.sentence ?? 'nothing is lost' }
    },
  },
  'heard-too-late': {
    sentence: 'The late worker hears that the lock was not its own after it has written over the other deposit.',
    measure(trace) {
      const over = marksOf(trace, 'account/overwrote')[0]
      const heard = marksOf(trace, 'lock/not-its-own').find((mark) => mark.index > (over?.index ?? Infinity))
      if (over === undefined || heard === undefined) return { holds: false, measured: 'nothing is written over' }
      return {
        holds: textOf(over, 'worker') === textOf(heard, 'worker'),
        measured: `${formatDuration(heard.atMicros - over.atMicros)} after its write`,
      }
    },
  },
  'late-write-refused': {
    sentence: 'The account refuses the write of the earlier holder, whose token is lower than one that it has seen.',
    measure(trace) {
      const refused = marksOf(trace, 'account/refused').find((mark) => textOf(mark, 'what') === 'write')
      if (refused === undefined) return { holds: false, measured: 'no write is refused' }
      const [token, highest] = [numberOf(refused, 'token'), numberOf(refused, 'highest')]
      return { holds: token < highest, measured: `token ${token} against ${highest}` }
    },
  },
  renews: {
    sentence: 'Every holder renews its lease at least three times, and no two hold the lock at once.',
    measure(trace) {
      const renewals = marksOf(trace, 'lock/renewed')
      const each = holdings(trace).map(
        ({ worker, from, to }) =>
          renewals.filter((mark) => textOf(mark, 'worker') === worker && mark.atMicros > from && mark.atMicros <= to)
            .length,
      )
      return {
        holds: each.length > 0 && Math.min(...each) >= 3 && longestOverlap(trace).micros === 0,
        measured: `${each.join(' and ')} renewals`,
      }
    },
  },
  'failover-forgets': {
    sentence:
      'The replica takes over behind the primary and gives the lock to a second worker before the first lets go.',
    measure(trace) {
      const failedOver = marksOf(trace, 'lock/failed-over')[0]
      if (failedOver === undefined) return { holds: false, measured: 'there is no failover' }
      const all = holdings(trace)
      const before = all.find(({ from, to }) => from < failedOver.atMicros && to > failedOver.atMicros)
      const after = all.find(({ from }) => from > failedOver.atMicros && from < (before?.to ?? 0))
      const behind = numberOf(failedOver, 'behind')
      return {
        holds: behind > 0 && before !== undefined && after !== undefined,
        measured: `${behind} bytes behind; ${after?.worker ?? 'nobody'} beside ${before?.worker ?? 'nobody'}`,
      }
    },
  },
  'goes-on-without-two': {
    sentence:
      'After two of five servers have crashed the lock is still given at least ten times, always by three servers.',
    measure(trace) {
      const last = marksOf(trace, 'node/crashed').at(-1)
      const votes = marksOf(trace, 'redlock/majority')
        .filter(({ index }) => index > (last?.index ?? Infinity))
        .slice(1)
        .map((mark) => numberOf(mark, 'votes'))
      return { holds: votes.length >= 10 && votes.every((count) => count === 3), measured: `${votes.length} times` }
    },
  },
  'clock-makes-two': {
    sentence: 'After the clock jump the second worker gets three of five servers within the lease of the first.',
    measure: (trace, values) => secondMajority(trace, values, 'lock/clock-set'),
  },
  'restart-makes-two': {
    sentence: 'After the restart the second worker gets three of five servers within the lease of the first.',
    measure: (trace, values) => secondMajority(trace, values, 'node/restarted'),
  },
  'never-two-holders': {
    sentence: 'At no moment do two workers believe to hold the lock, and both get their turn.',
    measure(trace) {
      const { micros } = longestOverlap(trace)
      const workers = new Set(holdings(trace).map(({ worker }) => worker))
      return { holds: micros === 0 && workers.size > 1, measured: `${[...workers].join(', ')}, one at a time` }
    },
  },
  'one-of-two': {
    sentence: 'Both workers write, and the account has only one of the two deposits.',
    measure: (trace, values) => afterTwoWrites(trace, values.number('amount')),
  },
  'both-of-two': {
    sentence: 'Both workers write, and the account has both deposits.',
    measure: (trace, values) => afterTwoWrites(trace, 2 * values.number('amount')),
  },
  'waits-for-itself': {
    sentence: 'The holder waits 10 s, within 200 ms, for a lock that it holds itself, and gives up.',
    measure(trace) {
      const [gaveUp] = marksOf(trace, 'lock/gave-up')
      if (gaveUp === undefined) return { holds: false, measured: 'nobody gives up' }
      const worker = textOf(gaveUp, 'worker')
      const vain = marksOf(trace, 'lock/waits-for-itself').filter((mark) => textOf(mark, 'worker') === worker)
      const waited = numberOf(gaveUp, 'waited')
      return {
        holds: vain.length > 50 && Math.abs(waited - 10_000_000) <= 200_000,
        measured: `${worker} asks ${vain.length} times in ${formatDuration(waited)}`,
      }
    },
  },
  'nothing-deposited': {
    sentence: 'Nobody deposits anything: all who want the lock fail.',
    measure(trace) {
      const written = marksOf(trace, ['account/wrote', 'account/overwrote']).length
      return { holds: written === 0 && acknowledged(trace) === 0, measured: `${written} deposits` }
    },
  },
  'lease-frees': {
    sentence: 'After the crash of its holder the lock is given again within one lease, one wait and 20 ms.',
    measure(trace, values) {
      const crash = marksOf(trace, 'node/crashed')[0]
      const grants = marksOf(trace, 'lock/granted')
      const held = grants.filter(({ index }) => index < (crash?.index ?? 0)).at(-1)
      const next = grants.find(({ index }) => index > (crash?.index ?? Infinity))
      if (held === undefined || next === undefined) return { holds: false, measured: 'it is not given again' }
      const after = next.atMicros - held.atMicros
      const [lease, poll] = [values.number('lease'), values.number('poll')]
      const late = after - lease
      return {
        holds: late > -20_000 && late <= poll + 20_000,
        measured: `${formatDuration(after)} after it was given, with a lease of ${formatDuration(lease)}`,
      }
    },
  },
  overtaken: {
    sentence: 'At least ten times a worker gets the lock before one that began to wait earlier.',
    measure: (trace) => overtakings(trace),
  },
  'vain-questions': {
    sentence: 'The lock is asked for in vain more often than it is given.',
    measure(trace) {
      const [vain, given] = [marksOf(trace, 'lock/busy').length, marksOf(trace, 'lock/granted').length]
      return { holds: vain > given, measured: `${vain} times in vain for ${given} times given` }
    },
  },
}

export default claims

/** Whether somebody else gets a majority after something has happened and within the lease of the first. */
function secondMajority(trace: Trace, values: Values, event: string): Verdict {
  const what = marksOf(trace, event)[0]
  const [first, second] = marksOf(trace, 'redlock/majority')
  if (what === undefined || first === undefined || second === undefined)
    return { holds: false, measured: 'there are no two majorities' }
  const after = second.atMicros - first.atMicros
  const isInOrder = first.index < what.index && what.index < second.index
  return {
    holds: isInOrder && after < values.number('lease') && textOf(first, 'worker') !== textOf(second, 'worker'),
    measured: `${textOf(second, 'worker')} ${formatDuration(after)} after ${textOf(first, 'worker')}`,
  }
}

function afterTwoWrites(trace: Trace, expected: number): Verdict {
  const writers = new Set(marksOf(trace, ['account/wrote', 'account/overwrote']).map((mark) => textOf(mark, 'worker')))
  const balance = gaugeBefore(trace, 'account', 'balance')
  return { holds: writers.size === 2 && balance === expected, measured: `${balance} after ${writers.size} writers` }
}

function overtakings(trace: Trace): Verdict {
  const grants = marksOf(trace, 'lock/granted').map((mark) => ({
    at: mark.atMicros,
    began: mark.atMicros - numberOf(mark, 'waited'),
  }))
  const overtaken = grants.filter((one) => grants.some(({ at, began }) => at < one.at && began > one.began))
  const longest = Math.max(0, ...grants.map(({ at, began }) => at - began))
  return {
    holds: overtaken.length >= 10,
    measured: `${overtaken.length} of ${grants.length} are overtaken; the longest wait is ${formatDuration(longest)}`,
  }
}
