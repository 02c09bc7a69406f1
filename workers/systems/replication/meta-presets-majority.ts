import type { Preset } from '../system'
import { HEALED, PARTITION, SECOND } from './meta-presets-scripts'

/** A majority for every decision. */
export const majorityPresets: readonly Preset[] = [
  {
    id: 'quorum',
    title: 'A majority for every write',
    topic: 'Majorities',
    variant: 'quorum',
    script: [
      { at: 1_500_000, kind: 'crash', node: 'n1' },
      { at: 3 * SECOND, kind: 'restart', node: 'n1' },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 1_790_917,
    watch:
      'Two of three hold a write before it is acknowledged, two of three promise a new epoch: one of them is in both.',
    claims: ['none-lost', 'catches-up'],
  },
  {
    id: 'raft-election',
    title: 'A leader dies, another is elected',
    variant: 'raft',
    script: [
      { at: 2 * SECOND, kind: 'crash', node: 'n4' },
      { at: 2 * SECOND, kind: 'crash', node: 'n1' },
    ],
    values: { nodes: 5 },
    horizonMicros: 4 * SECOND,
    openAt: 2_156_232,
    watch:
      'Nobody watches from outside. Whose timeout ends first stands for the next term, and needs the votes of most nodes.',
    claims: ['elected-in-time', 'none-lost'],
  },
  {
    id: 'raft-partition',
    title: 'Raft in a partition',
    variant: 'raft',
    seed: 1,
    script: [...PARTITION, ...HEALED],
    horizonMicros: 5 * SECOND,
    openAt: 2_667_934,
    watch:
      'The side with one node accepts writes into its log and commits none. The side with two goes on. When they meet again, one log is cut.',
    claims: ['minority-commits-nothing', 'one-log-cut', 'none-lost'],
  },
]
