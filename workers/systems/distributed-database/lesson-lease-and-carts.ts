import { formatDuration } from '../../kernel/time'
import { marksOf } from '../../trace/marks'
import { is } from '../choices'
import type { LessonStep } from '../lesson'
import { leasesOf } from './claims-measures'
import { EVERY_ITEM } from './meta-checks'
import { CUT_AT, HEAL_AT } from './meta-script'

/** The leader of r3 when the run begins, alone on its side without its followers. */
const OLD_LEADER = 'n5'

export const lease: LessonStep = {
  id: 'lease',
  title: '… or answer alone, for a while',
  text: [
    'In Raft ranges a leader may answer reads alone while it holds a lease: most nodes of its range have just promised to elect nobody else so soon.',
    'The cut takes n5, the leader of r3, away from its followers, but not from the clients of side b.',
  ],
  setting: { preset: 'lease-moves' },
  moment: { at: CUT_AT },
  node: OLD_LEADER,
  act: {
    kind: 'set',
    label: 'Make the lease longer than the election timeout',
    values: { lease: 900_000, election: 150_000 },
  },
  prediction: {
    kind: 'choice',
    question: 'What does n5 tell the clients of side b about r3 during the cut?',
    choices: [
      { label: 'nothing from the first moment on', holds: is('nothing') },
      { label: 'values until its lease runs out, then nothing', holds: is('until') },
      { label: 'values all the time, also when another leader is elected', holds: is('always') },
    ],
    reveal: { at: HEAL_AT },
    answer(trace) {
      const reads = marksOf(trace, 'range/read', CUT_AT, HEAL_AT).filter(
        ({ details }) => details.node === OLD_LEADER && details.range === 'r3',
      )
      const last = reads.at(-1)?.atMicros ?? CUT_AT
      const next = leasesOf(trace).find(
        ({ range, node, from }) => range === 'r3' && node !== OLD_LEADER && from > CUT_AT,
      )
      if (next === undefined) throw new Error('Nobody else leads r3.')
      const since = formatDuration(next.from - CUT_AT)
      return {
        value: reads.length === 0 ? 'nothing' : last < next.from ? 'until' : 'always',
        shown: `n5 answers ${reads.length} reads, the last one ${formatDuration(last - CUT_AT)} after the cut; ${next.node} holds the lease from ${since} after it.`,
        why: 'The others elect nobody before their promise is over, and the lease ends earlier than that. A lease that is longer would let two leaders answer.',
      }
    },
  },
  claims: ['lease-runs-out', 'one-lease'],
}

export const carts: LessonStep = {
  id: 'carts',
  title: 'Two carts, and what becomes of them',
  text: [
    'Clients on both sides put items into the same carts during the cut: each write reads a cart, adds an item and writes the cart back. After the heal every copy gets the stamp that is newer.',
    'Then look at the same run with version vectors, where a node can tell that neither copy knows the other.',
  ],
  setting: { preset: 'carts-lose' },
  moment: { at: HEAL_AT },
  node: 'n4',
  act: { kind: 'variant', label: 'Use version vectors', variant: 'vectors' },
  prediction: {
    kind: 'choice',
    question: 'Which items of the cut are in the carts at the end?',
    choices: [
      { label: 'those of both sides', holds: is('both') },
      { label: 'for each cart those of one side only', holds: is('one') },
    ],
    reveal: { at: 3_950_000 },
    answer(trace) {
      const breach = trace.breaches.find(({ check }) => check === EVERY_ITEM)
      const merged = marksOf(trace, 'cart/merged', HEAL_AT).length
      return {
        value: breach === undefined ? 'both' : 'one',
        shown: breach?.sentence ?? `No item is lost; after the heal siblings are merged ${merged} times.`,
        why: 'A stamp says which of two carts was written later, not whether its writer had seen the other one. A version vector says just that.',
      }
    },
  },
  claims: ['drops-items', 'carts-end-equal'],
}
