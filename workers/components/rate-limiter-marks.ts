/** What a rate limiter says of its steps: how time changed its memory, and what it decided and why. */
import type { LimiterState, Verdict } from '../algorithms/rate-limit/limiter'
import type { Node } from '../network/node'
import { defineMark, type MarkDefinition, type MarkDetails } from '../trace/mark-definition'
import type { DecisionChart } from './decision-history'

/** Names of the marks that a picture steps through. */
export const MOVED = 'limiter/moved'
export const PASSED = 'limiter/passed'
export const REFUSED = 'limiter/refused'
export const LEFT = 'limiter/left'

/** Ages of a log that a mark carries for the picture. */
const SHOWN_AGES = 24

/** Which key a step is about, and what stands in the chart beside it. */
export interface Step {
  readonly key: string
  readonly cost: number
  readonly chart: DecisionChart
}

type Kind = LimiterState['kind']

/** Time has changed the memory. `change`: tokens added, water gone, units that no longer count. */
const MOVES: Readonly<Record<Kind, MarkDefinition<MarkDetails> | null>> = {
  bucket: defineMark(MOVED, 'neutral', 'Time brings {key} {change} tokens: {level} of {capacity}.'),
  meter: defineMark(MOVED, 'neutral', '{change} units leak out for {key}: the water stands at {level} of {capacity}.'),
  buckets: defineMark(MOVED, 'neutral', 'Time refills the buckets of {key} to {levels} tokens.'),
  arrival: null,
  window: defineMark(MOVED, 'neutral', 'A new window begins and forgets the {change} that {key} had in the last.'),
  weighted: defineMark(
    MOVED,
    'neutral',
    'A new window begins for {key}: {weight:percent} of {previous} before still count, {estimate} of {limit}.',
  ),
  log: defineMark(MOVED, 'neutral', '{change} times of {key} leave the window: {count} of {limit} are left in it.'),
  queue: null,
  open: null,
}
const ROUNDED = defineMark<MarkDetails>(
  MOVED,
  'attention',
  'The refill is rounded down to {change} for {key}, and {lost} tokens are lost by now: {level} of {capacity}.',
)

const PASSES: Readonly<Record<Kind, MarkDefinition<MarkDetails>>> = {
  bucket: defineMark(PASSED, 'neutral', '{key} passes: it takes {cost} and leaves {level} of {capacity} tokens.'),
  meter: defineMark(PASSED, 'neutral', '{key} passes: it pours in {cost}, the water stands at {level} of {capacity}.'),
  buckets: defineMark(PASSED, 'neutral', '{key} passes: it takes {cost} from each bucket and leaves {levels}.'),
  arrival: defineMark(
    PASSED,
    'neutral',
    '{key} passes: its theoretical arrival time moves to {ahead:time} from now, and {most:time} is the most.',
  ),
  window: defineMark(PASSED, 'neutral', '{key} passes: {count} of {limit} in this window.'),
  weighted: defineMark(
    PASSED,
    'neutral',
    '{key} passes: {count} in this window and {weight:percent} of {previous} before make {estimate} of {limit}.',
  ),
  log: defineMark(PASSED, 'neutral', '{key} passes: {count} of {limit} within the last {window:time}.'),
  queue: defineMark(PASSED, 'neutral', '{key} gets a place and leaves in {delay:time}: {waiting} of {capacity} wait.'),
  open: defineMark(PASSED, 'neutral', '{key} passes: {open} of {limit} are open.'),
}

const REFUSES: Readonly<Record<Kind, MarkDefinition<MarkDetails>>> = {
  bucket: defineMark(
    REFUSED,
    'bad',
    '{key} is refused: it needs {cost} and has {level} tokens; enough in {wait:time}.',
  ),
  meter: defineMark(
    REFUSED,
    'bad',
    '{key} is refused: {cost} more would overflow {level} of {capacity}; there is room in {wait:time}.',
  ),
  buckets: defineMark(
    REFUSED,
    'bad',
    '{key} is refused: it needs {cost} from each bucket and they hold {levels}; enough in {wait:time}.',
  ),
  arrival: defineMark(
    REFUSED,
    'bad',
    '{key} is refused: its arrival time is {ahead:time} ahead, one more would pass {most:time}; it may come in {wait:time}.',
  ),
  window: defineMark(
    REFUSED,
    'bad',
    '{key} is refused: {count} of {limit} are in this window; the next begins in {wait:time}.',
  ),
  weighted: defineMark(
    REFUSED,
    'bad',
    '{key} is refused: {count} in this window and {weight:percent} of {previous} before make {estimate} of {limit}; ask in {wait:time}.',
  ),
  log: defineMark(
    REFUSED,
    'bad',
    '{key} is refused: {count} of {limit} passed within the last {window:time}; the oldest leave in {wait:time}.',
  ),
  queue: defineMark(REFUSED, 'bad', '{key} is refused: {waiting} of {capacity} wait; there is a place in {wait:time}.'),
  open: defineMark(REFUSED, 'bad', '{key} is refused: {open} of {limit} are open, and nobody knows until when.'),
}
const REFUSED_WITHOUT_WAIT = defineMark<MarkDetails>(
  REFUSED,
  'bad',
  '{key} is refused: it needs {cost} and has {level} tokens. It is not told when to come back.',
)
const NEVER = defineMark<MarkDetails>(
  REFUSED,
  'bad',
  '{key} can never pass: it needs {cost} and at most {mostUnits} pass at once. No wait helps.',
)

const LEAVES = defineMark<MarkDetails>(
  LEFT,
  'neutral',
  'The turn of {key} has come: it leaves, {waiting} of {capacity} wait.',
)
const IS_DONE = defineMark<MarkDetails>(LEFT, 'neutral', 'A request of {key} is done: {open} of {limit} are open.')

/** Says how time has changed the memory of a key between two states, if it has. */
export function markMove(node: Node, before: LimiterState, after: LimiterState, step: Step): void {
  const change = changeOf(before, after)
  const isRounded = after.kind === 'bucket' && after.lost !== undefined
  const definition = isRounded ? ROUNDED : MOVES[after.kind]
  if (change > 0 && definition !== null) node.mark(definition, { ...detailsOf(after, step), change })
}

/** Says what was decided and why. */
export function markVerdict(node: Node, verdict: Verdict, after: LimiterState, step: Step): void {
  const details = detailsOf(after, step)
  switch (verdict.kind) {
    case 'passes':
      return node.mark(PASSES[after.kind], { ...details, delay: verdict.delayMicros })
    case 'never':
      return node.mark(NEVER, { ...details, mostUnits: verdict.most })
    case 'refused':
      if (verdict.waitMicros !== null) return node.mark(REFUSES[after.kind], { ...details, wait: verdict.waitMicros })
      return node.mark(after.kind === 'open' ? REFUSES.open : REFUSED_WITHOUT_WAIT, details)
  }
}

/** Says that one that waited leaves, or that one that was in is done. */
export function markLeft(node: Node, state: LimiterState, step: Step): void {
  if (state.kind === 'queue') node.mark(LEAVES, detailsOf(state, step))
  else if (state.kind === 'open') node.mark(IS_DONE, detailsOf(state, step))
}

function changeOf(before: LimiterState, after: LimiterState): number {
  if (before.kind === 'bucket' && after.kind === 'bucket') return after.level - before.level
  if (before.kind === 'meter' && after.kind === 'meter') return before.level - after.level
  if (before.kind === 'buckets' && after.kind === 'buckets')
    return Math.max(...after.levels.map((level, index) => level - (before.levels[index] ?? 0)))
  if (before.kind === 'window' && after.kind === 'window') return before.count - after.count
  if (before.kind === 'weighted' && after.kind === 'weighted')
    return before.count > after.count || before.previous > after.previous ? 1 : 0
  if (before.kind === 'log' && after.kind === 'log') return before.count - after.count
  return 0
}

/** Everything that a picture draws, as numbers and lists of numbers. */
function detailsOf(state: LimiterState, { key, cost, chart }: Step): MarkDetails {
  const { passed, refused, spanMicros, sinceMicros } = chart
  return { kind: state.kind, key, cost, passed, refused, span: spanMicros, since: sinceMicros, ...stateDetails(state) }
}

function stateDetails(state: LimiterState): MarkDetails {
  switch (state.kind) {
    case 'bucket': {
      const { level, capacity, perSecond, lost } = state
      return lost === undefined ? { level, capacity, perSecond } : { level, capacity, perSecond, lost }
    }
    case 'meter':
      return { level: state.level, capacity: state.capacity, perSecond: state.perSecond }
    case 'buckets':
      return { levels: state.levels, capacities: state.capacities, perSecond: state.perSecond }
    case 'arrival':
      return { ahead: state.aheadMicros, most: state.mostMicros, interval: state.intervalMicros }
    case 'window':
      return { count: state.count, limit: state.limit, elapsed: state.elapsedMicros, window: state.windowMicros }
    case 'weighted': {
      const { previous, count, estimate, limit, elapsedMicros, windowMicros } = state
      const weight = 1 - elapsedMicros / windowMicros
      return { previous, count, estimate, limit, weight, elapsed: elapsedMicros, window: windowMicros }
    }
    case 'log':
      return { count: state.count, ages: state.ages.slice(-SHOWN_AGES), limit: state.limit, window: state.windowMicros }
    case 'queue':
      return {
        waiting: state.waiting,
        capacity: state.capacity,
        interval: state.intervalMicros,
        next: state.nextMicros,
      }
    case 'open':
      return { open: state.open, limit: state.limit }
  }
}
