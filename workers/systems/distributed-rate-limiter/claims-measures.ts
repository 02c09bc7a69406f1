import { mostWithin } from '../../algorithms/rate-limit/intervals'
import { NO_REQUEST } from '../../protocol'
import type { Values } from '../../scenario/parameters'
import { marksOf } from '../../trace/marks'
import type { Mark, Trace } from '../../trace/trace'

/** Marks of the servers, by what becomes of the request; those without Redis among them. */
export const PASSES = ['quota/passed', 'quota/let-through', 'quota/local-passed']
export const REFUSALS = ['quota/refused', 'quota/remembered', 'quota/local-refused', 'quota/turned-away']
export const DECISIONS = [...PASSES, ...REFUSALS, 'quota/failed']
/** Decided without an answer of Redis. */
export const ALONE = [
  'quota/let-through',
  'quota/local-passed',
  'quota/local-refused',
  'quota/turned-away',
  'quota/failed',
]

export function keyOf({ details }: Mark): string {
  return String(details.key)
}

/** When requests of each key passed, in order of time. */
export function passedByKey(trace: Trace, names: readonly string[] = PASSES): ReadonlyMap<string, number[]> {
  const times = new Map<string, number[]>()
  for (const mark of marksOf(trace, names)) {
    const own = times.get(keyOf(mark)) ?? []
    times.set(keyOf(mark), own)
    own.push(mark.atMicros)
  }
  return times
}

/** The most of any one key within an interval [t, t + span). */
export function mostOfAKey(trace: Trace, spanMicros: number): number {
  return Math.max(0, ...[...passedByKey(trace).values()].map((times) => mostWithin(times, spanMicros)))
}

export function serversOf(trace: Trace): readonly string[] {
  return trace.topology.nodes.filter(({ kind }) => kind === 'app').map(({ name }) => name)
}

/**
 * Commands that Redis has run for requests that have ended, without those that only found a script missing, and the
 * decisions of those requests.
 */
export function commandsPerDecision(trace: Trace): { readonly commands: number; readonly decisions: number } {
  const isOver = ({ request }: Mark): boolean =>
    request !== NO_REQUEST && trace.requestEndMicros(request) <= trace.heldMicros
  const ran = marksOf(trace, 'redis/ran').filter(
    (mark) => isOver(mark) && !String(mark.details.reply).includes('NOSCRIPT'),
  )
  const commands = ran.reduce((sum, { details }) => sum + Number(details.commands), 0)
  return { commands, decisions: marksOf(trace, DECISIONS).filter(isOver).length }
}

/** When Redis was down. Null when it never was. */
export function awaySpan(trace: Trace): { readonly from: number; readonly to: number } | null {
  const isRedis = ({ details }: Mark): boolean => details.node === 'redis'
  const crash = marksOf(trace, 'node/crashed').find(isRedis)
  if (crash === undefined) return null
  const restart = marksOf(trace, 'node/restarted').find((mark) => isRedis(mark) && mark.atMicros > crash.atMicros)
  return { from: crash.atMicros, to: restart?.atMicros ?? trace.heldMicros }
}

/** Time between two requests at the steady rate, as the script has it. */
export function interval(values: Values): number {
  return Math.ceil(values.number('window') / values.number('limit'))
}
