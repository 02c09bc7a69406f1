import { deadlockFreeSize, startingSize } from '../../algorithms/connection-pool/pool-size'
import { percent } from '../../trace/figure-text'
import { countMarks, gaugeBefore, gaugePeak, marksOf, nodeIndex } from '../../trace/marks'
import { gaugeAverage, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { failedShare, outcomesOf, SECOND, sweepResults } from './claims-measures'
import { lessonClaims } from './lesson-claims'

const lesson: Lesson = {
  title: 'How many connections',
  promise: 'Why a pool should be small, bounded and impatient, and what replicas do for reads but not for writes.',
  claims: lessonClaims,
  steps: [
    {
      id: 'why',
      title: 'Saying hello is expensive',
      text: [
        'Without a pool each request opens a connection, asks one thing and closes it. For every connection the database starts a process, gives it memory and checks who it is.',
      ],
      setting: { preset: 'per-request' },
      moment: { mark: 'pool/opened' },
      node: 'primary',
      act: { kind: 'variant', label: 'Keep connections in a pool', variant: 'pool' },
      claims: ['connects-each-time'],
    },
    {
      id: 'sweep',
      title: 'Twice as many, twice as fast?',
      text: [
        'Here 64 users ask all the time, and the pool doubles every three seconds, from 2 connections to 64. The database has four cores.',
      ],
      setting: { preset: 'sweep' },
      moment: { mark: 'scenario/set' },
      node: 'primary',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'From which size on does a larger pool no longer help much?',
        choices: [
          { label: 'about as many as cores', holds: below(6) },
          { label: 'about twice the cores', holds: between(6, 12) },
          { label: 'four times the cores', holds: between(12, 24) },
          { label: 'never: more is better', holds: atLeast(24) },
        ],
        reveal: { at: 17_900_000 },
        answer: (trace, values) => knee(trace, values.number('pool'), values.number('cores')),
      },
      claims: ['four-cores', 'knee-near-twice-cores', 'big-pool-is-worse'],
    },
    {
      id: 'tips',
      title: 'A big pool does not get up again',
      text: [
        'Two instances have forty connections each. The database is asked for 70 % of what it can do, and is slow for one second, from 2 s to 3 s.',
      ],
      setting: { preset: 'tips-over' },
      moment: { mark: 'node/normal-speed' },
      node: 'primary',
      act: { kind: 'set', label: 'Try four connections an instance', values: { pool: 4 } },
      prediction: {
        kind: 'choice',
        question: 'Five seconds after it is fast again, how many requests fail?',
        choices: [
          { label: 'hardly any', holds: below(0.1) },
          { label: 'some', holds: between(0.1, 0.5) },
          { label: 'most', holds: atLeast(0.5) },
        ],
        reveal: { at: 8 * SECOND },
        answer(trace) {
          const { served, failed } = requestCounts(trace, 8 * SECOND)
          const share = failed / Math.max(1, served + failed)
          return {
            value: share,
            shown: `${failed} of ${served + failed} requests fail from 8 s on.`,
            why:
              share > 0.1
                ? 'So many statements at once hinder one another until the database does less than is asked, and they never become fewer.'
                : 'Waiting in front of the pool costs the database nothing, so it catches up.',
          }
        },
      },
      claims: ['seventy-percent', 'stays-slow'],
    },
    {
      id: 'slow-statement',
      title: 'One slow statement, everybody waits',
      text: [
        'One request in twenty is a report of three seconds; the others are short. Both take their connections from the same pools, eight in all.',
      ],
      setting: { preset: 'slow-query' },
      moment: { mark: 'pool/timed-out' },
      node: 'app-1',
      act: { kind: 'set', label: 'Give reports a pool of their own', values: { 'reports-pool': true } },
      prediction: {
        kind: 'choice',
        question: 'From 3 s on, what share of the short reads fails?',
        choices: [
          { label: 'one in twenty', holds: below(0.15) },
          { label: 'about a quarter', holds: between(0.15, 0.4) },
          { label: 'more than four in ten', holds: atLeast(0.4) },
        ],
        reveal: { at: 7 * SECOND },
        answer(trace) {
          const reads = outcomesOf(trace, 'find order', 3 * SECOND)
          const share = failedShare(reads)
          return {
            value: share,
            shown: `${reads.failed} of ${reads.ended} short reads fail from 3 s on.`,
            why:
              share > 0.1
                ? 'A connection is held for as long as its statement runs, so the slow ones collect all of them.'
                : 'The slow ones can hold no more connections than they may have.',
          }
        },
      },
      claims: ['one-in-twenty', 'reads-starve'],
    },
    {
      id: 'held',
      title: 'Lent, and nobody uses it',
      text: [
        'Each request asks the database for some 20 ms and then another service for 200 ms, and keeps its connection all the while. The pool has six.',
      ],
      setting: { preset: 'held' },
      moment: { mark: 'pool/timed-out' },
      node: 'primary',
      act: { kind: 'set', label: 'Give it back before the call', values: { early: true } },
      prediction: {
        kind: 'choice',
        question: 'How busy are the cores of the database when the pool is dry?',
        choices: [
          { label: 'nearly all of the time', holds: atLeast(0.75) },
          { label: 'about half of it', holds: between(0.35, 0.75) },
          { label: 'hardly at all', holds: below(0.35) },
        ],
        reveal: { at: 4 * SECOND },
        answer(trace, values) {
          const active = gaugeAverage(trace, nodeIndex(trace, 'primary'), 'active', 2 * SECOND, trace.heldMicros) ?? 0
          const busy = active / values.number('cores')
          return {
            value: busy,
            shown: `From 2 s on ${percent(busy)} of the cores are busy.`,
            why: 'A connection counts for as long as it is lent, not for as long as it is used. A larger pool would only hold more of them.',
          }
        },
      },
      claims: ['lent-but-idle', 'two-hundred'],
    },
    {
      id: 'nested',
      title: 'Waiting for each other',
      text: [
        'Each request takes a second connection while it holds its first. Eight threads share eight connections.',
        'As soon as all eight hold one, all wait for a second one, and nobody gives any back.',
      ],
      setting: { preset: 'nested-full' },
      moment: { mark: 'pool/waits' },
      node: 'app-1',
      act: { kind: 'go', label: 'Go to where it is stuck', to: { mark: 'app/no-thread' } },
      prediction: {
        kind: 'number',
        question: 'How large must the pool be, so that this cannot happen with these threads?',
        unit: 'connections',
        min: 1,
        max: 64,
        within: 0,
        reveal: { mark: 'app/no-thread' },
        answer(_, values) {
          const [threads, connections] = [values.number('threads'), values.number('connections')]
          const least = deadlockFreeSize(threads, connections)
          return {
            value: least,
            shown: `${threads} · (${connections} − 1) + 1 = ${least} connections.`,
            why: 'When all threads hold all but the last connection that they need, there must be one more for one of them.',
          }
        },
      },
      claims: ['eight-threads', 'sticks-later'],
    },
    {
      id: 'fleet',
      title: 'The limit is shared by all instances',
      text: [
        'Four instances keep to their pools of twelve, and the database allows thirty connections. Nobody sees the sum.',
      ],
      setting: { preset: 'too-many' },
      moment: { mark: 'sessions/refused' },
      node: 'primary',
      act: { kind: 'variant', label: 'Put a pooler in front', variant: 'pooler' },
      prediction: {
        kind: 'choice',
        question: 'How does a database with thirty connections answer the next one?',
        choices: [
          { label: 'It lets it wait', holds: is('waits') },
          { label: 'It refuses it', holds: is('refuses') },
          { label: 'It closes the oldest', holds: is('closes') },
        ],
        reveal: { mark: 'pool/not-opened' },
        answer(trace) {
          const refused = gaugeBefore(trace, 'primary', 'refusals')
          const peak = gaugePeak(trace, 'primary', 'connections')
          if (refused === 0) throw new Error('No connection is refused in this run.')
          return {
            value: 'refuses',
            shown: `It refuses ${refused} connections and never has more than ${peak}.`,
            why: 'A connection is a process with memory, and there is no line for them; a pooler has one.',
          }
        },
      },
      claims: ['four-times-twelve', 'fleet-exceeds-limit', 'database-refuses'],
    },
    {
      id: 'dead',
      title: 'Connections that died while nobody looked',
      text: [
        'Requests come in groups of twenty, with lulls between them. A firewall before the database forgets connections that are idle for a second; the pool has eight and believes that they are there.',
      ],
      setting: { preset: 'cut-while-idle' },
      moment: { mark: 'sessions/cut' },
      node: 'app-1',
      act: { kind: 'set', label: 'Let the pool close them after 0.7 s', values: { idle: 700_000 } },
      prediction: {
        kind: 'number',
        question: 'How many requests of the next group fail?',
        unit: 'requests',
        min: 0,
        max: 20,
        within: 0,
        reveal: { at: 2_700_000 },
        answer(trace) {
          const lost = marksOf(trace, 'sessions/gone', 0, 2_700_000).length
          return {
            value: lost,
            shown: `${lost} fail.`,
            why: 'Each dead connection costs one request; the others of the group get new ones. A pool has to close what is idle before anybody else does.',
          }
        },
      },
      claims: ['dead-connections', 'cut-after-a-second'],
    },
    {
      id: 'stale',
      title: 'Saved, and gone at the next look',
      text: [
        'Replicas replay the log of the primary and answer reads. Whoever saves an order and looks at it soon after may ask one that has not come so far.',
      ],
      setting: { preset: 'guide-stale' },
      moment: { mark: 'session/stale' },
      node: 'replica-1',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'number',
        question: 'Of those who look at what they have saved, what share finds the old row?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.3,
        reveal: { at: 5 * SECOND },
        answer(trace) {
          const [stale, looks] = [gaugeBefore(trace, 'users', 'stale'), gaugeBefore(trace, 'users', 'looks')]
          if (looks === 0) throw new Error('Nobody looks at what was saved in this run.')
          return {
            value: Math.round((1000 * stale) / looks) / 10,
            shown: `${stale} of ${looks} looks find the old row.`,
            why: 'Each look is a race between the reader’s pause and the way of the log.',
          }
        },
      },
      claims: ['stale-reads'],
    },
    {
      id: 'position',
      title: 'Say what must be seen',
      text: [
        'A session brings the log position of its last write. A replica that has come so far may answer; otherwise the primary does. Nobody finds an old row any more.',
      ],
      setting: { preset: 'own-writes' },
      moment: { mark: 'route/primary' },
      node: 'app-1',
      act: { kind: 'set', label: 'Ask replicas in turns', values: { routing: 'turns' } },
      prediction: {
        kind: 'choice',
        question: 'Where do most of these looks go?',
        choices: [
          { label: 'to a replica', holds: below(0.5) },
          { label: 'to the primary', holds: atLeast(0.5) },
        ],
        reveal: { at: 5 * SECOND },
        answer(trace) {
          const [replica, primary] = [countMarks(trace, 'route/replica'), countMarks(trace, 'route/primary')]
          if (replica + primary === 0) throw new Error('No read is routed by position in this run.')
          return {
            value: primary / (replica + primary),
            shown: `${primary} of ${replica + primary} go to the primary.`,
            why: 'People look soon after they save, and an application knows only what replicas have told it before.',
          }
        },
      },
      claims: ['no-stale-reads', 'replicas-still-read'],
    },
  ],
}

export default lesson

/** The first size of the sweep that comes within 10 % of the best. */
function knee(trace: Trace, first: number, cores: number): Answer {
  const results = sweepResults(trace, first)
  const best = Math.max(...results.map(({ perSecond }) => perSecond))
  const found = results.find(({ perSecond }) => perSecond >= 0.9 * best)
  if (found === undefined) throw new Error('The pool is not changed in this run.')
  return {
    value: found.size,
    shown: `${results.map(({ size, perSecond }) => `${size}: ${Math.round(perSecond)}/s`).join(', ')}.`,
    why: `Some connections wait for the network or the application while others compute, so ${startingSize(cores, 0)} keep ${cores} cores busy; more only share them.`,
  }
}
