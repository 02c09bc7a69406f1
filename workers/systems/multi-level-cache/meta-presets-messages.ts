import type { Preset } from '../system'
import { NOT_OLDER } from './meta-checks'

const SECOND = 1_000_000
const WRITES = { keys: 10, rps: 150, writes: 5, flight: 'lease' } as const
/** One key, so that one sees who still has it; the line of the first app is cut while the second one writes. */
const CUT = { keys: 1, rps: 60, flight: 'lease', 'memory-ttl': SECOND } as const
const CUT_SCRIPT = [
  { at: 1_480_000, kind: 'cut', link: ['app-1', 'redis'] },
  { at: 1_500_000, kind: 'act', action: 'write', target: 'users-2' },
  { at: 1_650_000, kind: 'heal', link: ['app-1', 'redis'] },
] as const
/** The database has the new value, and the app that knows of it crashes before it can delete the old one. */
const DIES = [
  { at: 1_000_000, kind: 'act', action: 'write', target: 'users-1' },
  { at: 1_021_300, kind: 'crash', node: 'app-1' },
  { at: 1_200_000, kind: 'restart', node: 'app-1' },
] as const

/** Presets about who is told of a change, and who is not. */
export const messagePresets: readonly Preset[] = [
  {
    id: 'tracked',
    title: 'Redis tells who has read it',
    variant: 'read-through',
    values: { ...WRITES, invalidation: 'tracking' },
    openAt: 1_881_339,
    watch:
      'Nobody publishes anything. Redis remembers which app has read which key, and when it changes or ends, tells just those.',
    claims: ['memories-told', 'never-old', 'nothing-published'],
  },
  {
    id: 'message-lost',
    title: 'A message is lost',
    variant: 'read-through',
    values: CUT,
    script: CUT_SCRIPT,
    horizonMicros: 3 * SECOND,
    openAt: 1_949_840,
    watch:
      'The line between app-1 and Redis is cut for a moment, just as the message comes. A message is sent once: app-1 keeps the old value until it ends.',
    claims: ['other-memory-old'],
    breaks: [NOT_OLDER],
  },
  {
    id: 'message-lost-tracked',
    title: 'Who hears nothing keeps nothing',
    variant: 'read-through',
    values: { ...CUT, invalidation: 'tracking' },
    script: CUT_SCRIPT,
    horizonMicros: 3 * SECOND,
    openAt: 1_579_029,
    watch:
      'The same cut. The app asks every 50 ms whether its connection still holds; when there is no answer it empties its memory.',
    claims: ['memory-emptied', 'never-old'],
  },
  {
    id: 'dies-between',
    title: 'The app dies between the write and the delete',
    variant: 'read-through',
    values: { keys: 1, rps: 60, 'memory-ttl': 400_000 },
    script: DIES,
    horizonMicros: 4 * SECOND,
    openAt: 1_303_758,
    watch:
      'The database has v2. Who knows of it is gone before it can delete v1, so all others find v1 in the shared cache until it ends.',
    claims: ['old-in-shared', 'never-older-than-ttl'],
    breaks: [NOT_OLDER],
  },
]
