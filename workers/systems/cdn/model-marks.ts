import { defineMark } from '../../trace/mark-definition'

export const withdrawn = defineMark<{ edge: string; looks: number }>(
  'cdn/withdrawn',
  'attention',
  '{edge} has failed {looks} health checks in a row: nobody new is routed to it.',
)
export const announced = defineMark<{ edge: string; looks: number }>(
  'cdn/announced',
  'good',
  '{edge} has passed {looks} health checks in a row: users are routed to it again.',
)
export const routed = defineMark<{ city: string; edge: string; way: number; because: string }>(
  'cdn/routed',
  'neutral',
  'Users in {city} go to {edge}, {way:time} away: {because}.',
)
export const spills = defineMark<{ edge: string; load: number; share: number; of: number }>(
  'cdn/spills',
  'attention',
  '{edge} is asked for {load:percent} of what it can do; resolvers of each city that are now sent past it: {share} of {of}.',
)
export const published = defineMark<{ label: string; version: number; how: string }>(
  'cdn/published',
  'attention',
  'The origin now has version {version} of {label}; {how}.',
)
export const purgeDone = defineMark<{ label: string; caches: number; time: number }>(
  'cdn/purge-done',
  'good',
  '{label} has reached all {caches} caches after {time:time}.',
)
export const purgeLost = defineMark<{ cache: string; label: string; cause: string }>(
  'cdn/purge-lost',
  'bad',
  '{label} does not reach {cache} ({cause}), and nobody sends it again.',
)
export const purgeAgain = defineMark<{ cache: string; label: string; cause: string; wait: number }>(
  'cdn/purge-again',
  'attention',
  '{label} does not reach {cache} ({cause}): it is sent again in {wait:time}.',
)
export const originServes = defineMark<{ label: string; version: number; by: string }>(
  'cdn/origin-serves',
  'neutral',
  'The origin answers {label} for {by} with version {version}.',
)
export const originRefuses = defineMark<{ label: string; capacity: number }>(
  'cdn/origin-full',
  'bad',
  'The origin refuses {label}: its queue of {capacity} is full.',
)
export const crowd = defineMark<{ city: string; count: number; label: string }>(
  'cdn/crowd',
  'attention',
  '{count} people in {city} ask {label} at once.',
)
export const sentByScore = defineMark<{ label: string; machine: string; of: number }>(
  'pop/sent',
  'neutral',
  '{label} goes to {machine}: of {of} machines it scores highest for this address.',
)
export const sentPast = defineMark<{ label: string; machine: string; owner: string; open: number; most: number }>(
  'pop/sent',
  'attention',
  '{label} goes past {owner} to {machine}: open requests there are {open}, and the mean and a quarter come to {most}.',
)
export const sentByRemainder = defineMark<{ label: string; machine: string; index: number; of: number }>(
  'pop/sent',
  'neutral',
  '{label} goes to {machine}: its hash divided by {of} machines leaves {index}.',
)
export const sentByTurn = defineMark<{ label: string; machine: string; of: number }>(
  'pop/sent',
  'neutral',
  '{label} goes to {machine}: of {of} machines it has the turn.',
)
export const noMachine = defineMark<{ label: string }>(
  'pop/none',
  'bad',
  '{label} is refused: no machine of this edge is up.',
)
export const guideHit = defineMark<{ label: string }>(
  'guide-edge/hit',
  'good',
  '{label} is answered from memory: it has been kept since it was first asked, however old it is.',
)
export const guideMiss = defineMark<{ label: string; loading: number }>(
  'guide-edge/miss',
  'neutral',
  '{label} is not in memory and goes to the origin; on their way for it now: {loading}.',
)
export const guideKept = defineMark<{ label: string }>(
  'guide-edge/kept',
  'neutral',
  'The answer to {label} is kept for ever, for everybody who asks this address.',
)
