/** What the servers say of their decisions. Every mark tells the server and the key; `alone`: decided without Redis. */
import { defineMark, type MarkDetails } from '../../trace/mark-definition'

export const PASSED = 'quota/passed'
export const REFUSED = 'quota/refused'
/** Passed or refused without asking, or without an answer of, Redis. */
export const LET_THROUGH = 'quota/let-through'
export const TURNED_AWAY = 'quota/turned-away'
export const FAILED = 'quota/failed'
export const LOCAL_PASSED = 'quota/local-passed'
export const LOCAL_REFUSED = 'quota/local-refused'
export const REMEMBERED = 'quota/remembered'

const passes = (why: string) => defineMark<MarkDetails>(PASSED, 'neutral', `{server} lets {key} pass: ${why}.`)
const refuses = (why: string) => defineMark<MarkDetails>(REFUSED, 'bad', `{server} refuses {key}: ${why}.`)

export const guidePasses = passes('number {count} of {limit} in window {window} of its own clock')
export const guideRefuses = refuses(
  'number {count} in window {window} of its own clock, where {limit} may pass; it is counted all the same',
)
export const windowPasses = passes('number {count} of {limit} since its window began')
export const windowRefuses = refuses(
  'the {limit} of its window are used up; by Redis’s clock the window ends in {wait:time}',
)
export const logPasses = passes('{count} of {limit} have passed within the last {window:time}')
export const logRefuses = refuses(
  '{limit} have passed within the last {window:time}; the oldest of them leaves in {wait:time}',
)
export const counterPasses = passes('{count} of {limit} by the weighted counts')
export const counterRefuses = refuses('the weighted counts leave no room within {limit}; they will in {wait:time}')
export const gcraPasses = passes('{left} more may come at once')
export const gcraRefuses = refuses('it is ahead of its rate, and may come in {wait:time}')

export const remembered = defineMark<MarkDetails>(
  REMEMBERED,
  'bad',
  '{server} refuses {key} without asking Redis: it knows that nothing passes for {wait:time}.',
)
export const letThrough = defineMark<MarkDetails>(
  LET_THROUGH,
  'attention',
  '{server} lets {key} pass uncounted: Redis does not answer ({cause}), and it fails open.',
)
export const turnedAway = defineMark<MarkDetails>(
  TURNED_AWAY,
  'bad',
  '{server} turns {key} away with 503: Redis does not answer ({cause}), and it fails closed.',
)
export const failed = defineMark<MarkDetails>(
  FAILED,
  'bad',
  '{server} answers {key} with 500: asking Redis throws ({cause}), and nobody catches it.',
)
export const localPassed = defineMark<MarkDetails>(
  LOCAL_PASSED,
  'attention',
  '{server} lets {key} pass by its own share of the limit: Redis does not answer ({cause}).',
)
export const localRefused = defineMark<MarkDetails>(
  LOCAL_REFUSED,
  'bad',
  '{server} refuses {key}: its own share of the limit is used up, for {wait:time}, and Redis does not answer ({cause}).',
)
/** The meter of the service, which knows nothing of limiters, sees more of a client than is meant. */
export const tooMany = defineMark<{ key: string; within: number; window: number; meant: number }>(
  'service/too-many',
  'bad',
  'The service gets number {within} of {key} within {window:time}, where {meant} are meant.',
)
export const clockSet = defineMark<{ server: string; by: number }>(
  'quota/clock-set',
  'attention',
  'The clock of {server} is set {by:time} ahead.',
)
