import type { Preset } from '../system'
import { OWN_VARIANT } from './meta-checks'

const SECOND = 1_000_000
/** Everybody asks for the same new page at the same moment. */
const LAUNCH = ['mexico', 'istanbul', 'tokyo'].map(
  (city) => ({ at: SECOND, kind: 'act', action: 'launch', target: city }) as const,
)
/** Little else, so that the launch is seen. */
const QUIET = { rps: 4, objects: 20 }

/** Half of all requests are for parts of a film. */
const FILM = { film: 50, objects: 20, parts: 'pass', 'origin-workers': 8 }

/** What caches save, and what they do not. */
export const deliveryPresets: readonly Preset[] = [
  {
    id: 'calm',
    title: 'Near copies, far origin',
    topic: 'Near copies and a shield',
    variant: 'shield',
    horizonMicros: 8 * SECOND,
    openAt: 5_006_820,
    watch:
      'What an edge has comes from the same continent. What it has not comes from Cape Town, at the speed of light in glass.',
    claims: ['hits-are-near', 'origin-is-spared'],
  },
  {
    id: 'stampede-guide',
    title: 'A launch on cold edges: all go through',
    variant: 'guide',
    values: QUIET,
    script: LAUNCH,
    horizonMicros: 4 * SECOND,
    openAt: 1_116_800,
    watch: 'No edge has the new page, and each of the 180 requests goes to the origin, which has room for 64.',
    claims: ['all-go-through', 'launch-fails'],
  },
  {
    id: 'stampede-edges',
    title: 'The same launch: one request an edge',
    variant: 'edges',
    values: QUIET,
    script: LAUNCH,
    horizonMicros: 4 * SECOND,
    openAt: 1_058_880,
    watch: 'The first request of each edge goes to the origin; 59 others wait for its answer.',
    claims: ['one-an-edge', 'launch-succeeds'],
  },
  {
    id: 'stampede-shield',
    title: 'The same launch: one request in all',
    variant: 'shield',
    values: QUIET,
    script: LAUNCH,
    horizonMicros: 4 * SECOND,
    openAt: 1_127_950,
    watch: 'Three edges ask the shield, and the shield asks once.',
    claims: ['one-in-all', 'launch-succeeds'],
  },
  {
    id: 'stampede-tiered',
    title: 'Two parents, and still one request in all',
    variant: 'tiered',
    values: QUIET,
    script: LAUNCH,
    horizonMicros: 4 * SECOND,
    openAt: 1_130_800,
    watch: 'All edges hash the address alike, so they ask the same parent.',
    claims: ['one-in-all', 'one-parent-each', 'launch-succeeds'],
  },
  {
    id: 'ttl',
    title: 'Hits by popularity and time to live',
    topic: 'How much is a hit',
    variant: 'edges',
    values: { rps: 30, objects: 60, ttl: 5 },
    horizonMicros: 25 * SECOND,
    openAt: 20_020_220,
    watch:
      'A page is fetched once in each time to live. One that is asked for ten times in it is hit ten times of eleven.',
    claims: ['head-over-tail'],
  },
  {
    id: 'tail',
    title: 'A long tail and little room',
    variant: 'edges',
    values: { rps: 50, objects: 300, capacity: 30, ttl: 3_600, zipf: 80, 'origin-workers': 16 },
    horizonMicros: 15 * SECOND,
    openAt: 12_036_570,
    watch:
      'The edge has room for one object in ten. The most popular ones stay; most of the tail is thrown out before it is asked for again.',
    claims: ['head-over-tail', 'tail-is-evicted'],
  },
  {
    id: 'vary-browser',
    title: 'Vary: User-Agent needs sixty copies of everything',
    topic: 'What is one page',
    variant: 'edges',
    values: { vary: 'browser', objects: 20, 'origin-workers': 16 },
    horizonMicros: 12 * SECOND,
    openAt: 10_014_900,
    watch:
      'The page is the same for all, but the origin says that it depends on the browser. So nearly nobody finds a copy that is meant for him.',
    claims: ['vary-explodes'],
  },
  {
    id: 'vary-language',
    title: 'Vary: Accept-Language needs four',
    variant: 'edges',
    values: { vary: 'language', objects: 20 },
    horizonMicros: 12 * SECOND,
    openAt: 10_007_200,
    watch: 'Four languages, four copies, and most people of a city ask for the same one.',
    claims: ['vary-is-bearable'],
  },
  {
    id: 'language-guide',
    title: 'The address alone is no key',
    variant: 'guide',
    values: { vary: 'language', objects: 20 },
    horizonMicros: 4 * SECOND,
    openAt: 2_001_190,
    watch: 'Whoever asks first decides in which language a page is served at this edge.',
    claims: ['wrong-language'],
    breaks: [OWN_VARIANT],
  },
  {
    id: 'missing',
    title: 'Asking for what does not exist',
    variant: 'edges',
    values: { missing: 50, negative: 0 },
    horizonMicros: 6 * SECOND,
    openAt: 3_043_260,
    watch:
      'Half of all requests ask for pages that are not there. Nothing may be stored of it, so each of them costs the origin a look.',
    claims: ['each-in-vain'],
  },
  {
    id: 'negative',
    title: 'That there is nothing can be kept too',
    variant: 'edges',
    values: { missing: 50, negative: 10 },
    horizonMicros: 6 * SECOND,
    openAt: 3_021_450,
    watch: 'The same requests; the answer 404 is good for 10 s, so each edge asks once for each of the five pages.',
    claims: ['nothing-is-kept'],
  },
  {
    id: 'parts-passed',
    title: 'Parts of a film that nobody keeps',
    topic: 'Parts of a file',
    variant: 'shield',
    values: FILM,
    horizonMicros: 6 * SECOND,
    openAt: 2_907_060,
    watch:
      'People ask for parts of one film. A cache that keeps only whole answers passes each such request on: nothing is ever hit.',
    claims: ['parts-go-through'],
  },
  {
    id: 'parts-whole',
    title: 'Fetch the film once, cut every part from it',
    variant: 'shield',
    values: { ...FILM, parts: 'whole' },
    horizonMicros: 6 * SECOND,
    openAt: 2_509_495,
    watch:
      'The first part makes the shield fetch all of the film, which takes a while; those who come meanwhile wait for it. After that every part is cut from the copy.',
    claims: ['film-once', 'parts-are-cut', 'first-waits'],
  },
]
