import type { BreakerState, CloseReason, Probes, Refused, Tally, TripReason } from '../algorithms/resilience/breaker'
import type { Micros } from '../kernel/time'
import type { Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'

const COUNTED = 'breaker/counted'
const OPENED = 'breaker/opened'

const countedRate = defineMark<{ label: string; how: string; failed: number; slow: number; of: number }>(
  COUNTED,
  'neutral',
  '{label} {how}: {failed} of {of} calls in the window failed.',
)
const countedSlow = defineMark<{ label: string; how: string; failed: number; slow: number; of: number }>(
  COUNTED,
  'neutral',
  '{label} {how}: of {of} calls in the window {failed} failed and {slow} were slow.',
)
const countedRun = defineMark<{ label: string; how: string; failures: number; limit: number }>(
  COUNTED,
  'neutral',
  '{label} {how}: {failures} of {limit} failures in a row.',
)
const openedByRate = defineMark<{ failed: number; of: number; limitPercent: number; time: Micros }>(
  OPENED,
  'bad',
  'The breaker opens: {failed} of {of} calls failed, limit {limitPercent} %. It refuses calls for {time:time}.',
)
const openedBySlow = defineMark<{ slow: number; of: number; limitPercent: number; slowTime: Micros; time: Micros }>(
  OPENED,
  'bad',
  'The breaker opens: {slow} of {of} calls took longer than {slowTime:time}, limit {limitPercent} %. It refuses calls for {time:time}.',
)
const openedByRun = defineMark<{ failures: number; limit: number; time: Micros }>(
  OPENED,
  'bad',
  'The breaker opens: {failures} failures in a row, limit {limit}. It refuses calls for {time:time}.',
)
const openedByProbes = defineMark<{ failed: number; slow: number; probes: string; time: Micros }>(
  OPENED,
  'bad',
  'The breaker opens again: {failed} of {probes} failed, {slow} slow. It refuses calls for {time:time}.',
)
const pushed = defineMark<{ time: Micros }>(
  'breaker/pushed',
  'attention',
  'A late failure starts the time anew: the breaker stays open for {time:time} from now.',
)
const halfOpen = defineMark<{ probes: string }>(
  'breaker/half-open',
  'attention',
  'The open time is over: half-open, {probes} may go out.',
)
const halfOpenToAll = defineMark<Record<string, never>>(
  'breaker/half-open',
  'attention',
  'The open time is over: half-open, and every call may go through.',
)
const closedByProbes = defineMark<{ probes: string }>(
  'breaker/closed',
  'good',
  'The breaker closes: {probes} succeeded.',
)
const closedByOne = defineMark<Record<string, never>>(
  'breaker/closed',
  'good',
  'The breaker closes: one success is enough.',
)
const closedByLate = defineMark<{ left: Micros }>(
  'breaker/closed-late',
  'bad',
  'A late success, sent before the breaker opened, closes it {left:time} before its time.',
)
const probe = defineMark<{ label: string; given: number; permits: number }>(
  'breaker/probe',
  'attention',
  '{label} goes through as probe {given} of {permits}.',
)
const probeOfMany = defineMark<{ label: string; given: number }>(
  'breaker/probe',
  'attention',
  '{label} goes through: half-open holds nobody back, this is number {given}.',
)
const probed = defineMark<{ label: string; how: string; done: number; probes: string; failed: number }>(
  'breaker/probed',
  'neutral',
  '{label} {how}: {done} of {probes} back, {failed} failed.',
)
const refusedOpen = defineMark<{ label: string; left: Micros }>(
  'breaker/refused',
  'attention',
  '{label} is refused here: the breaker is open for another {left:time}.',
)
const refusedWithoutPermit = defineMark<{ label: string; probes: string }>(
  'breaker/refused',
  'attention',
  '{label} is refused here: half-open, and {probes} may go out, no more.',
)
const late = defineMark<{ label: string; how: string; state: string }>(
  'breaker/late',
  'attention',
  '{label} {how}, late: it was sent before the breaker became {state}, so it changes nothing.',
)

function probesText(count: number): string {
  return count === 1 ? '1 probe' : `${count} probes`
}

export function markCounted(node: Node, label: string, how: string, tally: Tally): void {
  if (tally.kind === 'run') node.mark(countedRun, { label, how, failures: tally.failures, limit: tally.limit })
  else
    node.mark(tally.slow > 0 ? countedSlow : countedRate, {
      label,
      how,
      failed: tally.failed,
      slow: tally.slow,
      of: tally.of,
    })
}

export function markProbed(node: Node, label: string, how: string, { done, given, failed }: Probes): void {
  node.mark(probed, { label, how, done, probes: probesText(given), failed })
}

export function markProbe(node: Node, label: string, given: number, permits: number | null): void {
  if (permits === null) node.mark(probeOfMany, { label, given })
  else node.mark(probe, { label, given, permits })
}

export function markRefused(node: Node, label: string, refused: Refused): void {
  if (refused.reason === 'open') node.mark(refusedOpen, { label, left: refused.untilMicros - node.now })
  else node.mark(refusedWithoutPermit, { label, probes: probesText(refused.permits) })
}

export function markLate(node: Node, label: string, how: string, state: BreakerState): void {
  node.mark(late, { label, how, state: state.kind })
}

/** Says why the state is another one now. */
export function markChange(node: Node, before: BreakerState, state: BreakerState): void {
  if (state.kind === 'half-open') {
    if (state.permits === null) node.mark(halfOpenToAll, {})
    else node.mark(halfOpen, { probes: probesText(state.permits) })
  } else if (state.kind === 'closed') markClosed(node, before, state.why)
  else if (before.kind === 'open') node.mark(pushed, { time: state.untilMicros - node.now })
  else markOpened(node, state.why, state.untilMicros - node.now)
}

function markClosed(node: Node, before: BreakerState, why: CloseReason): void {
  if (before.kind === 'open') node.mark(closedByLate, { left: before.untilMicros - node.now })
  else if (why.kind === 'probes') node.mark(closedByProbes, { probes: probesText(why.succeeded) })
  else node.mark(closedByOne, {})
}

function markOpened(node: Node, why: TripReason, time: Micros): void {
  switch (why.kind) {
    case 'run':
      return node.mark(openedByRun, { failures: why.failures, limit: why.limit, time })
    case 'failure-rate':
      return node.mark(openedByRate, { failed: why.failed, of: why.of, limitPercent: why.limitPercent, time })
    case 'slow-rate': {
      const { slow, of, limitPercent, slowMicros } = why
      return node.mark(openedBySlow, { slow, of, limitPercent, slowTime: slowMicros, time })
    }
    case 'probes':
      return node.mark(openedByProbes, { failed: why.failed, slow: why.slow, probes: probesText(why.of), time })
  }
}
