import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import { latencyOf, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'

const FAULT_AT = 2_000_000
/** After a fault: three probes half a second apart have failed everywhere. */
const KNOWN_AT = 4_000_000

/** What protects from servers that misbehave, come back or are taken out, and what happens without. */
export const protectionClaims: Claims = {
  'all-to-first': {
    sentence: 'Every request goes to s1, the first of the list.',
    measure(trace) {
      const servers = chosen(trace).map(({ server }) => server)
      const first = servers.filter((server) => server === 's1').length
      return { holds: servers.length > 0 && first === servers.length, measured: `${first} of ${servers.length}` }
    },
  },
  'weights-kept': {
    sentence: 'Any seven choices in a row give s1 five requests and each of the others one.',
    measure(trace) {
      const servers = chosen(trace).map(({ server }) => server)
      let broken = 0
      for (let from = 0; from + 7 <= servers.length; from++) {
        const seven = servers.slice(from, from + 7)
        const [s1, s2, s3] = ['s1', 's2', 's3'].map((name) => seven.filter((server) => server === name).length)
        if (s1 !== 5 || s2 !== 1 || s3 !== 1) broken++
      }
      return {
        holds: servers.length >= 70 && broken === 0,
        measured: `${servers.length} choices, ${broken} uneven sevens`,
      }
    },
  },
  'weights-even': {
    sentence: 'The order is that of nginx, s1 s1 s2 s1 s3 s1 s1, so that s1 never gets more than four in a row.',
    measure(trace) {
      const order = chosen(trace)
        .slice(0, 7)
        .map(({ server }) => server)
        .join(' ')
      return { holds: order === 's1 s1 s2 s1 s3 s1 s1', measured: order }
    },
  },
  sticks: {
    sentence: 'Until a server dies, no user meets two servers.',
    measure(trace) {
      const homes = homesOf(trace, 0, FAULT_AT)
      const several = [...homes.values()].filter((servers) => servers.size > 1).length
      return { holds: homes.size > 50 && several === 0, measured: `${several} of ${homes.size} users` }
    },
  },
  'few-move': {
    sentence: 'All users of s2 move to others, and of all other users at most 5 % do.',
    measure(trace) {
      const before = homesOf(trace, 0, FAULT_AT)
      const after = homesOf(trace, KNOWN_AT)
      let stayers = 0
      let moved = 0
      let lost = 0
      for (const [user, [home]] of [...before].map(([user, servers]) => [user, [...servers]] as const)) {
        const now = after.get(user)
        if (now === undefined) continue
        if (home === 's2') lost += now.has('s2') ? 1 : 0
        else {
          stayers++
          if (now.size > 1 || !now.has(home as string)) moved++
        }
      }
      const share = moved / Math.max(1, stayers)
      return {
        holds: stayers > 50 && lost === 0 && share <= 0.05,
        measured: `${moved} of ${stayers} users of other servers move, ${percent(share)}`,
      }
    },
  },
  'turns-skipped': {
    sentence:
      'A change of health shifts the counter: at least five times one of the well servers is asked out of turn.',
    measure: (trace) => outOfTurn(trace, (count) => count >= 5),
  },
  'turns-kept': {
    sentence: 'Not once is one of the other servers asked out of turn.',
    measure: (trace) => outOfTurn(trace, (count) => count === 0),
  },
  'black-hole-closed': {
    sentence: 'From the first failure on fewer than 2 % of all requests fail.',
    measure(trace) {
      const { served, failed } = requestCounts(trace, FAULT_AT)
      const share = failed / Math.max(1, served + failed)
      return { holds: failed > 0 && share < 0.02, measured: `${failed} of ${served + failed}, ${percent(share)}` }
    },
  },
  'longer-away': {
    sentence:
      'Server s2 is ejected at least twice, by five failures each time, and the n-th time stays away n times as long.',
    measure(trace) {
      const ejections = marksOf(trace, 'balancer/ejected').map(({ details }) => details as unknown as Ejected)
      const holds =
        ejections.length >= 2 &&
        ejections.every(({ server, failures, time }, index) => {
          return server === 's2' && failures >= 5 && time === (index + 1) * (ejections[0]?.time ?? 0)
        })
      return { holds, measured: ejections.map(({ time }) => `${time / 1_000_000} s`).join(', ') || 'never' }
    },
  },
  'last-drowns': {
    sentence: 'As soon as three servers are out, more than half of all requests fail, though all four could serve.',
    measure: (trace) => failing(trace, (share) => share > 0.5),
  },
  'panic-saves': {
    sentence: 'The probes take three servers out, the balancer panics, and no request fails.',
    measure(trace) {
      const verdict = failing(trace, (share) => share === 0)
      const holds = verdict.holds && countMarks(trace, 'health/out') === 3 && countMarks(trace, 'balancer/panics') === 1
      return { ...verdict, holds }
    },
  },
  herd: {
    sentence:
      'The first ten requests after its return all go to s2, although it is cold; the first thirty take more than 800 ms on average.',
    measure: (trace) => firstAfterReturn(trace, 10, (own, mean) => own === 10 && mean > 800_000),
  },
  'no-herd': {
    sentence:
      'Of the first hundred requests after its return s2 gets at most ten, less than half of an even share; the first thirty take less than 500 ms on average.',
    measure: (trace) => firstAfterReturn(trace, 100, (own, mean) => own <= 10 && mean < 500_000),
  },
  'stop-loses': {
    sentence:
      'What is open at s2 fails, and so does every request that is sent there until the probes have noticed: more than 50.',
    measure(trace) {
      const { failed } = requestCounts(trace, FAULT_AT)
      return { holds: failed > 50, measured: `${failed} requests fail` }
    },
  },
  'drain-loses-nothing': {
    sentence: 'Server s2 is drained, stopped, started and put back, and not one request fails.',
    measure(trace, values) {
      const { failed } = requestCounts(trace)
      const emptied = firstMark(trace, 'balancer/drained')?.atMicros ?? Number.POSITIVE_INFINITY
      const isBack = chosen(trace, 7_000_000).some(({ server }) => server === 's2')
      const last = (emptied - FAULT_AT) / 1_000
      return {
        holds: failed === 0 && emptied < FAULT_AT + values.number('timeout') && isBack,
        measured: `${failed} fail; s2 is empty after ${Math.round(last)} ms`,
      }
    },
  },
}

interface Ejected {
  readonly server: string
  readonly failures: number
  readonly time: number
}

interface Chosen {
  readonly server: string
  readonly key?: string
}

function chosen(trace: Trace, from = 0, to = Number.POSITIVE_INFINITY): Chosen[] {
  return marksOf(trace, 'balancer/chose')
    .filter(({ atMicros }) => atMicros >= from && atMicros < to)
    .map(({ details }) => details as unknown as Chosen)
}

/** The servers that each user has met. */
function homesOf(trace: Trace, from: number, to?: number): Map<string, Set<string>> {
  const homes = new Map<string, Set<string>>()
  for (const { server, key = '' } of chosen(trace, from, to)) homes.set(key, (homes.get(key) ?? new Set()).add(server))
  return homes
}

function failing(trace: Trace, holds: (share: number) => boolean): Verdict {
  const { served, failed } = requestCounts(trace, KNOWN_AT)
  const share = failed / Math.max(1, served + failed)
  return { holds: holds(share), measured: `${percent(share)} of ${served + failed} requests fail` }
}

/** How often s1, s3 and s4 are not asked in their order. */
function outOfTurn(trace: Trace, holds: (count: number) => boolean): Verdict {
  const order = chosen(trace).flatMap(({ server }) => (server === 's2' ? [] : [server]))
  const next: Readonly<Record<string, string>> = { s1: 's3', s3: 's4', s4: 's1' }
  const count = order.filter((server, at) => at > 0 && server !== next[order[at - 1] as string]).length
  return { holds: order.length > 100 && holds(count), measured: `${count} of ${order.length} out of turn` }
}

/** How many of the first requests after s2 is back go there. */
function firstAfterReturn(trace: Trace, count: number, holds: (own: number, mean: number) => boolean): Verdict {
  const back = firstMark(trace, 'health/back')
  if (back === null) return { holds: false, measured: 's2 never comes back' }
  const first = marksOf(trace, 'balancer/chose', back.atMicros).slice(0, count)
  const own = first.filter(({ details }) => details.server === 's2').length
  const mean = meanOf(trace, back.atMicros, 30)
  return {
    holds: first.length === count && holds(own, mean),
    measured: `${own} of ${count}, and the first 30 requests take ${formatDuration(Math.round(mean))} on average`,
  }
}

/** Mean latency of the first requests that are sent on from a moment on. */
function meanOf(trace: Trace, from: number, count: number): number {
  const first = marksOf(trace, 'balancer/chose', from).slice(0, count)
  return first.reduce((sum, { request }) => sum + latencyOf(trace, request), 0) / Math.max(1, first.length)
}
