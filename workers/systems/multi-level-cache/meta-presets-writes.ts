import type { Preset } from '../system'
import { NOT_LONGER, NOT_OLDER, NOTHING_LOST } from './meta-checks'

const SECOND = 1_000_000
const WRITES = { keys: 10, rps: 150, writes: 20 } as const
const BEHIND = { keys: 4, rps: 100, writes: 40, flush: SECOND } as const
const REDIS_CRASHES = [
  { at: 1_950_000, kind: 'crash', node: 'redis' },
  { at: 2_150_000, kind: 'restart', node: 'redis' },
] as const
const CHAIN = {
  front: 'browser',
  keys: 4,
  rps: 40,
  'http-ttl': 3 * SECOND,
  ttl: 8 * SECOND,
  'memory-ttl': 4 * SECOND,
} as const
const ONE_WRITE = [{ at: 1_500_000, kind: 'act', action: 'write', target: 'users-1' }] as const

/** Presets about where a write goes, and about the levels before the app. */
export const writePresets: readonly Preset[] = [
  {
    id: 'invalidate',
    title: 'A message to every memory',
    topic: 'Telling other memories',
    variant: 'read-through',
    values: { ...WRITES, writes: 5, flight: 'lease' },
    openAt: 1_724_777,
    watch: 'A write deletes the shared entry and tells the other memories. No read returns what was replaced long ago.',
    claims: ['memories-told', 'never-old'],
  },
  {
    id: 'delete-only',
    title: 'Nobody tells the other memory',
    variant: 'read-through',
    values: { ...WRITES, writes: 5, flight: 'lease', invalidation: 'delete' },
    openAt: 2_974_207,
    watch:
      'The write reaches the shared cache and the memory of its own app. The other one keeps its copy until it ends.',
    claims: ['other-memory-old'],
  },
  {
    id: 'through',
    title: 'Write-through: the cache has it when you do',
    topic: 'Ways to write',
    variant: 'write-through',
    values: WRITES,
    openAt: 2_000_451,
    watch: 'Each write goes to the database and then into the shared cache, so that a read after it need not load.',
    claims: ['written-is-cached', 'never-old'],
  },
  {
    id: 'around',
    title: 'Write-around: copies stay',
    variant: 'write-around',
    values: { ...WRITES, ttl: SECOND },
    openAt: 3_234_303,
    watch:
      'Writes go past the caches, which fill with nothing that nobody reads, and answer the old value until it ends.',
    claims: ['old-for-a-while', 'never-older-than-ttl'],
  },
  {
    id: 'behind',
    title: 'Write-behind: many writes become one',
    variant: 'write-behind',
    values: BEHIND,
    openAt: 1_922_090,
    watch:
      'A write is over when the shared cache has it. Once a second the flusher writes each key once, with its last value.',
    claims: ['coalesced', 'writes-are-quick'],
  },
  {
    id: 'behind-crash',
    title: 'What was acknowledged is gone',
    variant: 'write-behind',
    values: BEHIND,
    script: REDIS_CRASHES,
    openAt: 2_150_000,
    watch:
      'Redis crashes just before the next flush. All writes since the last one were acknowledged, and nobody has them.',
    claims: ['window-lost'],
    breaks: [NOT_OLDER, NOTHING_LOST],
  },
  {
    id: 'behind-file',
    title: 'A file keeps the window',
    variant: 'write-behind',
    values: { ...BEHIND, file: true },
    script: REDIS_CRASHES,
    openAt: 2_150_000,
    watch:
      'The same crash. Redis has written every change to its file, so it comes back with what the database has not. Only who read while it was down got the old value of the database.',
    claims: ['nothing-lost'],
    breaks: [NOT_OLDER],
  },
  {
    id: 'chain',
    title: 'From browser to database',
    topic: 'From browser to database',
    variant: 'read-through',
    values: CHAIN,
    script: ONE_WRITE,
    horizonMicros: 8 * SECOND,
    openAt: 2_002_161,
    watch:
      'Seven levels for one row. A write passes through the caches of its own way and empties them; the other browser keeps its copy until its max-age is over.',
    claims: ['front-answers', 'other-browser-old'],
  },
  {
    id: 'chain-guide',
    title: 'From browser to database, for an hour',
    variant: 'guide',
    values: { ...CHAIN, ttl: 2 * SECOND },
    script: ONE_WRITE,
    horizonMicros: 8 * SECOND,
    openAt: 7_033_979,
    watch:
      'Every answer may be kept for an hour, whatever the levels below say. The other browser will not ask again today.',
    claims: ['other-browser-old', 'browser-never-asks'],
    breaks: [NOT_OLDER, NOT_LONGER],
  },
]
