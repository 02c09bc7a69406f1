import { formatDuration } from '../../kernel/time'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import type { Mark, Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Lesson } from '../lesson'
import { confirmationWaits, firstCrash, lostWrites, meanOf, numberOf, textOf } from './claims-measures'
import { lessonClaims } from './lesson-claims'
import { OWN_WRITES } from './meta-checks'

const lesson: Lesson = {
  title: 'What a failover loses',
  promise: 'Who may become primary, what an acknowledged write is worth, and how a group agrees without a referee.',
  claims: lessonClaims,
  steps: [
    {
      id: 'outage',
      title: 'Two good copies, and nobody decides',
      text: [
        'n1 takes all writes, n2 and n3 follow its log. Now n1 dies.',
        'In the guide each application has an object that knows who is healthy. It promotes a replica when somebody calls handleFailover, and nobody does.',
      ],
      setting: { preset: 'outage' },
      moment: { mark: 'node/crashed' },
      node: 'n2',
      act: { kind: 'variant', label: 'Let a monitor decide', variant: 'async' },
      prediction: {
        kind: 'choice',
        question: 'When does the next write succeed?',
        choices: [
          { label: 'at once: two copies are well', holds: below(50_000) },
          { label: 'when a few health questions have failed', holds: between(50_000, 1_000_000) },
          { label: 'when somebody starts n1 again', holds: atLeast(1_000_000) },
        ],
        reveal: { mark: 'write/acknowledged', from: 1_500_000 },
        answer(trace) {
          const crash = crashOf(trace)
          const next = firstMark(trace, 'write/acknowledged', crash + 10_000)
          const after = (next?.atMicros ?? trace.horizonMicros) - crash
          const failed = countMarks(trace, 'write/failed', crash, crash + after)
          return {
            value: after,
            shown: `The first comes ${formatDuration(after)} after the crash. Before it ${failed === 1 ? '1 fails' : `${failed} fail`}.`,
            why: 'Knowing that a node is ill is not a decision. Somebody has to take it, and it has to be one.',
          }
        },
      },
      claims: ['every-write-throws'],
    },
    {
      id: 'two-primaries',
      title: 'One link, two primaries',
      text: [
        'Nothing has died here: only the link from app-2 to n1 is cut. So app-2 takes n1 for ill, and this time somebody calls handleFailover in it.',
        'app-1 still reaches n1. The two applications write twelve times a second each.',
      ],
      setting: { preset: 'split-brain' },
      moment: { mark: 'guide/promoted' },
      node: 'n2',
      act: { kind: 'go', label: 'Go to the first write told in vain', to: { mark: 'write/lost' } },
      prediction: {
        kind: 'number',
        question: 'How many acknowledged writes does n2 miss two seconds later?',
        unit: 'writes',
        min: 0,
        max: 100,
        within: 0.35,
        reveal: { at: 3_990_000 },
        answer: (trace) => ({
          value: lostWrites(trace),
          shown: `n1 acknowledges ${lostWrites(trace)} writes that n2 does not have.`,
          why: 'Nobody told n1 or app-1, so both go on. Every write of app-1 goes into a history that n2 never sees.',
        }),
      },
      claims: ['two-of-twelve', 'two-accept', 'acknowledged-lost'],
    },
    {
      id: 'fenced',
      title: 'An epoch makes the old primary stop',
      text: [
        'A monitor decides now, and it too has lost sight of n1. First it has the others promise a new epoch, then it chooses among them.',
        'n1 lives, app-1 reaches it, and no message of the monitor does.',
      ],
      setting: { preset: 'fenced' },
      moment: { mark: 'monitor/suspected' },
      node: 'n1',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'Who tells n1 that it is no longer primary?',
        choices: [
          { label: 'the monitor, when the link is well again', holds: is('from the monitor') },
          { label: 'a replica that refuses its log', holds: is('from a replica') },
          { label: 'nobody: it goes on until the end', holds: is('nobody') },
          { label: 'app-1, with its next write', holds: is('from an application') },
        ],
        reveal: { mark: 'primary/stepped-down' },
        answer(trace) {
          const down = firstMark(trace, 'primary/stepped-down')
          return {
            value: down === null ? 'nobody' : textOf(down, 'why'),
            shown: down?.sentence ?? 'n1 is primary until the end of the run.',
            why: 'The number travels with the log. Who has promised a higher one takes nothing of a lower one.',
          }
        },
      },
      claims: ['old-steps-down', 'one-accepts'],
    },
    {
      id: 'lag',
      title: 'Whom to promote?',
      text: [
        'The guide promotes the replica with the smallest lag. A replica measures its lag by what reaches it.',
        'n2 has heard nothing from n1 for a second and a half when n1 dies. n3 has everything.',
      ],
      setting: { preset: 'lag-zero' },
      moment: { mark: 'node/crashed' },
      node: 'n2',
      act: { kind: 'variant', label: 'Compare positions in the log instead', variant: 'async' },
      prediction: {
        kind: 'choice',
        question: 'What lag does the promoted node have, in its own words?',
        choices: [
          { label: '0 ms', holds: below(1) },
          { label: 'some milliseconds', holds: between(1, 1_000) },
          { label: 'a second or more', holds: atLeast(1_000) },
        ],
        reveal: { mark: 'guide/promoted' },
        answer(trace) {
          const promoted = firstMark(trace, 'guide/promoted')
          const over = firstMark(trace, 'primary/took-over')
          if (promoted === null || over === null) throw new Error('No application promotes a node in this run.')
          return {
            value: numberOf(promoted, 'lag'),
            shown: `${textOf(promoted, 'node')} says ${numberOf(promoted, 'lag')} ms and misses ${numberOf(over, 'lost')} acknowledged writes.`,
            why: 'Who hears nothing lags behind nothing. A position in the log does not depend on what one hears.',
          }
        },
      },
      claims: ['cut-off-before-crash', 'cut-off-promoted', 'acknowledged-lost'],
    },
    {
      id: 'lost',
      title: 'Acknowledged is not copied',
      text: [
        'The monitor promotes the furthest log. But n1 acknowledges a write when it has it itself, and ships its log every 200 ms.',
        'The applications write 50 times a second in all. n1 dies 190 ms after a shipment.',
      ],
      setting: { preset: 'lost' },
      moment: { mark: 'node/crashed' },
      node: 'n1',
      act: { kind: 'set', label: 'Ship every change at once', values: { ship: 0 } },
      prediction: {
        kind: 'number',
        question: 'How many acknowledged writes are gone?',
        unit: 'writes',
        min: 0,
        max: 100,
        within: 0.35,
        reveal: { mark: 'primary/took-over' },
        answer: (trace, values) => {
          const rate = values.number('apps') * values.number('writes')
          return {
            value: lostWrites(trace),
            shown: `${lostWrites(trace)} acknowledged writes are on no other node.`,
            why: `On average it is the rate times the lag: ${rate} a second for as long as nothing was shipped.`,
          }
        },
      },
      claims: ['fifty-writes', 'dies-before-shipping', 'lost-by-lag'],
    },
    {
      id: 'semi-sync',
      title: 'Wait for one copy',
      text: [
        'The same writes, the same crash. But now n1 acknowledges a write only when one replica has it.',
        'The log is still shipped every 200 ms only.',
      ],
      setting: { preset: 'semi-sync' },
      moment: { mark: 'primary/confirmed' },
      node: 'n1',
      act: { kind: 'set', label: 'Ship every change at once', values: { ship: 0 } },
      prediction: {
        kind: 'number',
        question: 'How long does a write wait for its confirmation, on average?',
        unit: 'ms',
        min: 0,
        max: 1_000,
        within: 0.3,
        reveal: { mark: 'primary/took-over' },
        answer(trace, values) {
          const mean = meanOf(confirmationWaits(trace))
          return {
            value: Math.round(mean / 1_000),
            shown: `${formatDuration(Math.round(mean))} on average, and ${lostWrites(trace)} acknowledged writes are lost.`,
            why: `Half of ${formatDuration(values.number('ship'))} until the next shipment, then the way there and back. That is the price of losing nothing.`,
          }
        },
      },
      claims: ['fifty-writes', 'waits-for-one', 'none-lost'],
    },
    {
      id: 'alone',
      title: 'A promise with a time limit',
      text: [
        'Both links from n1 to its replicas are cut. It waits for a confirmation, but for 300 ms at most; then it acknowledges all the same.',
        'One second after the cut it dies.',
      ],
      setting: { preset: 'alone' },
      moment: { mark: 'primary/alone' },
      node: 'n1',
      act: { kind: 'set', label: 'Never acknowledge alone', values: { alone: 0 } },
      prediction: {
        kind: 'choice',
        question: 'What is lost at the failover?',
        choices: [
          { label: 'nothing: every write has waited', holds: is('nothing') },
          { label: 'what n1 has acknowledged alone', holds: is('alone') },
        ],
        reveal: { mark: 'primary/took-over' },
        answer(trace) {
          const lost = lostWrites(trace)
          return {
            value: lost === 0 ? 'nothing' : 'alone',
            shown: `${lost} acknowledged writes are lost; n1 has stopped waiting ${countMarks(trace, 'primary/alone')} times.`,
            why: 'The limit keeps the database writable while it is cut off, and takes back the promise just then.',
          }
        },
      },
      claims: ['patient-for-300', 'acknowledged-alone', 'acknowledged-lost'],
    },
    {
      id: 'own-write',
      title: 'Written, and not there',
      text: [
        'Nothing fails here. Reads go to any replica, and a replica needs 30 ms on average to store what it is sent.',
        'A session writes a key, is told that it is written, and reads it.',
      ],
      setting: { preset: 'own-write' },
      moment: { mark: 'write/acknowledged', where: isOfApp1 },
      node: 'n3',
      act: { kind: 'set', label: 'Let a replica wait for the session', values: { reads: 'wait' } },
      prediction: {
        kind: 'choice',
        question: 'Does it always find what it has written?',
        choices: [
          { label: 'yes: it was acknowledged before', holds: is('found') },
          { label: 'no: the replica may not have it yet', holds: is('stale') },
        ],
        reveal: { mark: 'read/found', from: 460_000, where: isOfApp1 },
        answer(trace) {
          const breach = trace.breaches.find(({ check }) => check === OWN_WRITES)
          return {
            value: breach === undefined ? 'found' : 'stale',
            shown: breach?.sentence ?? 'Every session finds its own writes.',
            why: 'The primary has acknowledged it, a replica was asked. A read that says how far its session has come can wait there.',
          }
        },
      },
      claims: ['stores-in-thirty', 'stale-own'],
    },
    {
      id: 'raft',
      title: 'Raft: a majority, or nothing',
      text: [
        'No monitor any more: the nodes elect their leader, and it acknowledges what most nodes have. n1 leads.',
        'Then n1 and app-1 are on one side, and everybody else on the other. n1 does not know, and takes the writes of app-1.',
      ],
      setting: { preset: 'raft-partition' },
      moment: { mark: 'link/cut' },
      node: 'n1',
      act: { kind: 'go', label: 'Go to where the sides meet again', to: { mark: 'replica/truncated' } },
      prediction: {
        kind: 'choice',
        question: 'What is app-1 told?',
        choices: [
          { label: 'that its writes are done, as before', holds: is('done') },
          { label: 'that n1 refuses: it has no majority', holds: is('refused') },
          { label: 'nothing, until its patience ends', holds: is('timeout') },
        ],
        reveal: { mark: 'write/failed', where: isOfApp1 },
        answer: toldByMinority,
      },
      claims: ['minority-commits-nothing', 'one-log-cut', 'none-lost'],
    },
  ],
}

export default lesson

function isOfApp1(mark: Mark): boolean {
  return textOf(mark, 'app') === 'app-1'
}

function crashOf(trace: Trace): number {
  const crash = firstCrash(trace)
  if (crash === null) throw new Error('No node crashes in this run.')
  return crash.atMicros
}

/** What app-1 hears of its writes while it is alone with n1; those under way at the cut are not meant. */
function toldByMinority(trace: Trace) {
  const cut = firstMark(trace, 'link/cut')?.atMicros ?? 0
  const healed = firstMark(trace, 'link/healed')?.atMicros
  const told = marksOf(trace, ['write/acknowledged', 'write/failed'], cut + 20_000, healed).filter(isOfApp1)
  const done = told.filter((mark) => mark.name === 'write/acknowledged').length
  const late = told.filter((mark) => textOf(mark, 'cause') === 'timeout').length
  if (told.length === 0) throw new Error('Nobody is cut off in this run.')
  return {
    value: done > 0 ? 'done' : late * 2 > told.length ? 'timeout' : 'refused',
    shown: `${done} of ${told.length} writes of app-1 are done, ${late} end in a timeout.`,
    why: 'n1 writes them into its log and waits for a second node. What was never acknowledged may be thrown away.',
  }
}
