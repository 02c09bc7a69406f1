import type { Preset } from '../system'
import { FRESH_ENOUGH, PURGED } from './meta-checks'

const SECOND = 1_000_000
const PUBLISH = { at: 2 * SECOND, kind: 'act', action: 'publish', target: 'origin' } as const
/** Few objects, so that each edge has the one that changes. */
const FEW = { objects: 20 }

/** New versions, and how long old ones are seen. */
export const purgePresets: readonly Preset[] = [
  {
    id: 'purge',
    title: 'A purge on its way: two versions at once',
    topic: 'Purging',
    variant: 'shield',
    values: { ...FEW, 'purge-delay': 1_500_000 },
    script: [PUBLISH],
    horizonMicros: 6 * SECOND,
    openAt: 4_620_000,
    watch:
      'First the shield forgets /p/1, then edge after edge. Until the last one has heard of it, who you are decides what you see.',
    claims: ['two-versions', 'purge-bounds'],
  },
  {
    id: 'no-purge',
    title: 'Nobody is told: the time to live decides',
    variant: 'edges',
    values: { ...FEW, purge: 'none', ttl: 4, rps: 12 },
    script: [
      { at: 2 * SECOND, kind: 'restart', node: 'frankfurt' },
      { ...PUBLISH, at: 5 * SECOND },
    ],
    horizonMicros: 10 * SECOND,
    openAt: 6_254_670,
    watch:
      'Each edge finds out when its own copy has expired. Frankfurt was restarted and has fetched its copy later than the others.',
    claims: ['two-versions', 'ttl-bounds'],
  },
  {
    id: 'purge-race-guide',
    title: 'A purge overtakes an old answer',
    variant: 'guide',
    values: { ...FEW, 'origin-work': 250_000, 'purge-delay': 0, rps: 12 },
    script: [{ ...PUBLISH, at: 420_000 }],
    horizonMicros: 5 * SECOND,
    openAt: 668_160,
    watch:
      'An edge is told to forget /p/1 while the old version is on its way to it. It comes, is kept, and nothing will ever remove it.',
    claims: ['old-for-ever'],
    breaks: [PURGED],
  },
  {
    id: 'purge-race',
    title: 'The same race, and what is on its way is not kept',
    variant: 'edges',
    values: { ...FEW, 'origin-work': 250_000, 'purge-delay': 0, rps: 12 },
    script: [{ ...PUBLISH, at: 420_000 }],
    horizonMicros: 5 * SECOND,
    openAt: 493_410,
    watch: 'The purge marks the answer that is on its way: those who asked before get it, and it is not stored.',
    claims: ['overtaken-is-not-kept'],
  },
  {
    id: 'purge-cut-guide',
    title: 'A purge is lost',
    variant: 'guide',
    values: { ...FEW, ttl: 3 },
    script: [
      { at: 1_900_000, kind: 'cut', link: ['singapore', 'origin'] },
      PUBLISH,
      { at: 3 * SECOND, kind: 'heal', link: ['singapore', 'origin'] },
    ],
    horizonMicros: 8 * SECOND,
    openAt: 6_176_680,
    watch:
      'For a second the line to Singapore is cut, just as the purge is sent. Tokyo sees the old page from then on.',
    claims: ['purge-lost', 'old-for-ever'],
    breaks: [FRESH_ENOUGH],
  },
  {
    id: 'purge-cut',
    title: 'A purge that is sent until somebody says yes',
    variant: 'edges',
    values: { ...FEW, timeout: 1_000_000 },
    script: [
      { at: 1_900_000, kind: 'cut', link: ['singapore', 'origin'] },
      PUBLISH,
      { at: 3 * SECOND, kind: 'heal', link: ['singapore', 'origin'] },
    ],
    horizonMicros: 8 * SECOND,
    openAt: 3_381_000,
    watch: 'The same cut. The purge is sent again until Singapore has acknowledged it.',
    claims: ['purge-is-repeated', 'two-versions'],
  },
  {
    id: 'purge-tag',
    title: 'A purge by tag: a quarter of everything',
    variant: 'shield',
    values: { purge: 'tag', objects: 40 },
    script: [{ ...PUBLISH, at: 4 * SECOND }],
    horizonMicros: 8 * SECOND,
    openAt: 4_935_960,
    watch: 'One request forgets all pages that carry the tag shelf-1, and they are fetched anew; all others stay.',
    claims: ['tag-and-no-more'],
  },
  {
    id: 'purge-soft',
    title: 'A soft purge: nobody waits',
    variant: 'swr',
    values: { ...FEW, purge: 'soft' },
    script: [PUBLISH],
    horizonMicros: 6 * SECOND,
    openAt: 2_994_470,
    watch:
      'Copies are not thrown away but become stale. The next one who asks gets the old page at once, and it is renewed beside that.',
    claims: ['nobody-waits', 'two-versions'],
  },
]
