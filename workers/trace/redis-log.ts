import { formatDuration } from '../kernel/time'
import { HopKind } from '../protocol'
import { deliveryTrouble, monitorTime, type TrafficLine, type TrafficLog } from './traffic'

/** A command, or several in one message, as MONITOR tells it, its reply as redis-cli prints it, and what stood in its way. */
export interface RedisLine extends TrafficLine {
  /** With quoted arguments, `"SET" "lock" "7f3a"`: one, or a transaction from MULTI to EXEC. */
  readonly commands: readonly string[]
  /** What redis-cli prints; no line when Redis did not answer. */
  readonly reply: readonly string[]
  /** Why the client has no reply, or the error of Redis; empty for success. */
  readonly cause: string
  /** It waited, without the thread, for something to come. */
  readonly isBlocked: boolean
}

export function redisLine(log: TrafficLog, index: number): RedisLine {
  const line = log.line(index)
  const { question, answer, event } = line
  const isReply = answer !== null && answer.kind !== HopKind.failure
  const reply = !isReply ? [] : answer.headers.length > 0 ? answer.headers : [answer.label]
  const isError = reply[0]?.startsWith(ERROR) === true
  return {
    ...line,
    commands: question.headers,
    reply,
    cause: isError ? (reply[0] ?? '').slice(ERROR.length) : isReply ? deliveryTrouble(line) : failure(line),
    isBlocked: answer === null ? question.settledEvent < event : answer.sentEvent > event,
  }
}

const ERROR = '(error) '

function failure({ answer, question, event }: TrafficLine): string {
  if (answer !== null) return answer.label
  return question.settledEvent < event ? '' : 'the command is lost on the way'
}

/** `waited 1.2 ms at place 3`, `blocked for 20 ms`, `try 2`; empty when it went straight through. */
export function redisDelay({ answer, isBlocked, micros, place, tries, waitedMicros }: RedisLine): string {
  const parts: string[] = []
  if (tries > 1) parts.push(`try ${tries}`)
  if (place > 0) parts.push(`waited ${formatDuration(waitedMicros)} at place ${place}`)
  if (isBlocked) parts.push(answer === null ? 'blocked' : `blocked for ${formatDuration(answer.sentMicros - micros)}`)
  return parts.join(', ')
}

/** The whole as lines of text: what MONITOR prints, with the name of the server before it, then what redis-cli prints. */
export function redisText(line: RedisLine): string {
  const more = [redisDelay(line), line.reply[0]?.startsWith(ERROR) ? '' : line.cause].filter((text) => text !== '')
  const start = `${monitorTime(line.micros)} [${line.client} ${line.server}]`
  const notes = more.length === 0 ? [] : [`  # ${more.join('; ')}`]
  return [
    ...line.commands.map((command) => `${start} ${command}`),
    ...notes,
    ...line.reply.map((text) => `  ${text}`),
  ].join('\n')
}
