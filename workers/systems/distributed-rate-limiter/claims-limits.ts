/** Claims about how much passes: edges of windows, clocks, memory. */
import { leastRoom, mostWithin } from '../../algorithms/rate-limit/intervals'
import { gaugeBefore, gaugePeak, marksOf, nodeIndex } from '../../trace/marks'
import { groupDigits, listText } from '../../trace/sentence'
import type { Trace } from '../../trace/trace'
import type { RedisKey } from '../glyphs'
import type { Claims, Verdict } from '../system'
import { commandsPerDecision, interval, mostOfAKey, passedByKey, REFUSALS, serversOf } from './claims-measures'

export const limitClaims: Claims = {
  'exactly-twice': {
    sentence: 'Within one window length exactly twice the limit passes, and within a fifth of it too.',
    measure(trace, values) {
      const window = values.number('window')
      const [whole, fifth] = [mostOfAKey(trace, window), mostOfAKey(trace, window / 5)]
      const twice = 2 * values.number('limit')
      return { holds: whole === twice && fifth === twice, measured: `${whole} in a window length, ${fifth} in a fifth` }
    },
  },
  'two-full-keys': {
    sentence: 'At some moment Redis holds two keys of one client that have each counted the limit.',
    measure(trace, values) {
      const most = mostFullKeys(trace, values.number('limit'))
      return { holds: most === 2, measured: `${most} full keys` }
    },
  },
  'keys-apart': {
    sentence: 'At some moment Redis holds a key of one client that has counted the limit for each server.',
    measure(trace, values) {
      const most = mostFullKeys(trace, values.number('limit'))
      return { holds: most >= serversOf(trace).length, measured: `${most} full keys at once` }
    },
  },
  'exactly-limit': {
    sentence: 'No interval as long as the window holds more than the limit, and one holds exactly that.',
    measure(trace, values) {
      const most = mostOfAKey(trace, values.number('window'))
      return { holds: most === values.number('limit'), measured: `at most ${most}` }
    },
  },
  'all-servers-work': {
    sentence: 'Every server lets requests of every client pass, and refuses some of every client.',
    measure(trace) {
      const pairs = serversOf(trace).flatMap((server) =>
        trace.topology.nodes.filter(({ kind }) => kind === 'client').map(({ name }) => ({ server, name })),
      )
      const counts = pairs.map(({ server, name }) =>
        ['quota/passed', 'quota/refused'].map(
          (mark) =>
            marksOf(trace, mark).filter(({ details }) => details.server === server && details.key === name).length,
        ),
      )
      const least = Math.min(...counts.flat())
      return { holds: least > 0, measured: `at least ${least} of each client at each server` }
    },
  },
  'exactly-limit-each': {
    sentence: 'Every client gets exactly the limit in its fullest window.',
    measure: (trace, values) => each(trace, values.number('window'), (most) => most === values.number('limit')),
  },
  'near-limit-each': {
    sentence: 'Every client gets in its fullest window at least the limit and at most a tenth more.',
    measure: (trace, values) =>
      each(
        trace,
        values.number('window'),
        (most) => most >= values.number('limit') && most <= 1.1 * values.number('limit'),
      ),
  },
  'within-envelope': {
    sentence: 'In every window, however long, at most the burst and what the rate brings pass.',
    measure(trace, values) {
      const rooms = [...passedByKey(trace).values()].map((times) =>
        leastRoom(times, values.number('burst'), 1, interval(values)),
      )
      const least = Math.min(...rooms)
      return { holds: rooms.length > 0 && least >= 0, measured: `the fullest window leaves room for ${least}` }
    },
  },
  'one-small-key': {
    sentence: 'Redis never holds more than one key for the client, in less than 150 bytes.',
    measure(trace) {
      const [keys, bytes] = [gaugePeak(trace, 'redis', 'keys'), gaugePeak(trace, 'redis', 'bytes')]
      return { holds: keys === 1 && bytes > 0 && bytes < 150, measured: `${keys} key, ${bytes} bytes` }
    },
  },
  'counter-bound': {
    sentence: 'Within one window length more than one and a half times the limit passes, but less than twice.',
    measure(trace, values) {
      const most = mostOfAKey(trace, values.number('window'))
      const limit = values.number('limit')
      return { holds: most > 1.5 * limit && most < 2 * limit, measured: `at most ${most}` }
    },
  },
  'quota-a-clock': {
    sentence: 'In each whole second but the first the client gets the limit once for every server.',
    measure(trace, values) {
      const times = [...passedByKey(trace).values()].flat()
      const window = values.number('window')
      const counts: number[] = []
      for (let from = window; from + window <= trace.horizonMicros; from += window)
        counts.push(times.filter((time) => time >= from && time < from + window).length)
      const due = values.number('limit') * serversOf(trace).length
      return {
        holds: counts.length > 0 && counts.every((count) => count === due),
        measured: `${listText(counts.map(String))} for a limit of ${values.number('limit')}`,
      }
    },
  },
  'refused-counted': {
    sentence: 'The counter of a window reaches at least fifteen times the limit.',
    measure(trace, values) {
      const counts = marksOf(trace, 'quota/refused').map(({ details }) => Number(details.count))
      const most = Math.max(0, ...counts)
      return {
        holds: most >= 15 * values.number('limit'),
        measured: `${most} for a limit of ${values.number('limit')}`,
      }
    },
  },
  'four-commands': {
    sentence: 'Each decision costs Redis four commands: MULTI, INCR, EXPIRE and EXEC.',
    measure(trace) {
      const { commands, decisions } = commandsPerDecision(trace)
      return {
        holds: decisions > 100 && commands === 4 * decisions,
        measured: `${commands} commands for ${decisions} decisions`,
      }
    },
  },
  'log-grows': {
    sentence: 'For each request in its logs Redis takes at least 60 bytes, more than 10,000 in all.',
    measure(trace, values) {
      const bytes = gaugePeak(trace, 'redis', 'bytes')
      const entries = clientsOf(trace) * values.number('limit')
      return {
        holds: bytes >= 60 * entries && bytes > 10_000,
        measured: `${groupDigits(bytes)} bytes for ${entries} requests`,
      }
    },
  },
  'counter-small': {
    sentence: 'Redis never takes more than 350 bytes for a client, in one key.',
    measure(trace) {
      const clients = clientsOf(trace)
      const [bytes, keys] = [gaugePeak(trace, 'redis', 'bytes'), gaugePeak(trace, 'redis', 'keys')]
      return {
        holds: bytes > 0 && bytes <= 350 * clients && keys === clients,
        measured: `${bytes} bytes, ${keys} keys`,
      }
    },
  },
  'neighbours-refused': {
    sentence: 'Each user asks for less than the limit, and yet more than an eighth of the requests are refused.',
    measure(trace, values) {
      const second = values.number('window')
      const asked = trace.topology.nodes
        .filter(({ kind }) => kind === 'client')
        .map(({ name }) => (gaugeBefore(trace, name, 'offered') * second) / trace.horizonMicros)
      const refused = marksOf(trace, REFUSALS).length
      const share = refused / (refused + [...passedByKey(trace).values()].flat().length)
      return {
        holds: asked.every((rate) => rate < values.number('limit')) && share > 1 / 8,
        measured: `${refused} refused; each asks ${Math.round(Math.max(...asked))} times a window at most`,
      }
    },
  },
}

function clientsOf(trace: Trace): number {
  return trace.topology.nodes.filter(({ kind }) => kind === 'client').length
}

function each(trace: Trace, windowMicros: number, holds: (most: number) => boolean): Verdict {
  const most = [...passedByKey(trace).entries()].map(([key, times]) => ({ key, most: mostWithin(times, windowMicros) }))
  return {
    holds: most.length === clientsOf(trace) && most.every((own) => holds(own.most)),
    measured: most.map((own) => `${own.key} ${own.most}`).join(', '),
  }
}

/** The most keys of the guide that have counted the limit at one moment. */
function mostFullKeys(trace: Trace, limit: number): number {
  const moments = new Set(
    marksOf(trace, 'quota/passed')
      .concat(marksOf(trace, 'quota/refused'))
      .map(({ event }) => event),
  )
  let most = 0
  for (const event of moments) {
    const keys = trace.fact(nodeIndex(trace, 'redis'), 'keyspace', event + 1) as unknown as
      | readonly RedisKey[]
      | undefined
    most = Math.max(most, (keys ?? []).filter(({ value }) => Number(value) >= limit).length)
  }
  return most
}
