import { formatDuration } from '../kernel/time'
import { deliveryTrouble, monitorTime, type TrafficLine, type TrafficLog } from './traffic'

/** A request as the access log of its server tells it. */
export interface HttpLine extends TrafficLine {
  readonly method: string
  readonly target: string
  /** Null when the server did not answer. */
  readonly status: number | null
  /** Size of the answer; 0 without one. */
  readonly bytes: number
  /** From the arrival at the server to its answer; null without either. */
  readonly tookMicros: number | null
  /** What a cache says of the answer, as `hit`, `fwd=stale` or `hit, 3 s old`; empty when none does. */
  readonly cache: string
  /** The one cause; empty for success. */
  readonly cause: string
}

export function httpLine(log: TrafficLog, index: number): HttpLine {
  const line = log.line(index)
  const { question, answer } = line
  const [method = '', target = ''] = question.label.split(/ (.*)/)
  const [, status, why] = /^(\d{3})(?: (.*))?$/.exec(answer?.label ?? '') ?? []
  return {
    ...line,
    method,
    target,
    status: status === undefined ? null : Number(status),
    bytes: status === undefined ? 0 : (answer?.bytes ?? 0),
    tookMicros: status === undefined || answer === null ? null : answer.sentMicros - question.dueMicros,
    cache: cacheText(answer?.headers ?? []),
    cause: why ?? (status === undefined ? (answer?.label ?? 'the request is lost on the way') : deliveryTrouble(line)),
  }
}

/** The last cache's own word (RFC 9211) and the age. */
function cacheText(headers: readonly string[]): string {
  const field = (name: string): string | undefined =>
    headers
      .findLast((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim()
  const said = field('cache-status')
    ?.split(',')
    .at(-1)
    ?.split(';')
    .slice(1)
    .map((part) => part.trim())
  const word = said?.find((part) => part === 'hit' || part.startsWith('fwd='))
  const age = field('age')
  return [word ?? '', age === undefined ? '' : `${age} s old`].filter((text) => text !== '').join(', ')
}

/** `try 2`, `queued 40 ms at place 7`; empty when it went straight through. */
export function httpDelay({ place, tries, waitedMicros }: TrafficLine): string {
  const parts: string[] = []
  if (tries > 1) parts.push(`try ${tries}`)
  if (place > 0) parts.push(`queued ${formatDuration(waitedMicros)} at place ${place}`)
  return parts.join(', ')
}

/** One line of an access log. */
export function httpText(line: HttpLine): string {
  const { micros, client, server, question, status, bytes, tookMicros, cache, cause } = line
  const figures = status === null ? '– – –' : `${status} ${bytes} B ${formatDuration(tookMicros ?? 0)}`
  const notes = [cache, httpDelay(line), cause].filter((text) => text !== '').join('; ')
  return `${monitorTime(micros)} ${client} → ${server} "${question.label}" ${figures}${notes === '' ? '' : ` # ${notes}`}`
}
