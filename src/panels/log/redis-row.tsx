import { type RedisLine, redisDelay, redisLine } from '../../../workers/trace/redis-log'
import { TrafficRow } from './traffic-row'
import type { RowProperties } from './traffic-view'

export function RedisRow({ log, line, count, ...row }: RowProperties) {
  const told = redisLine(log, line)
  // What is ahead of the playhead is shown whole, in grey; of a command that is blocked at this moment the reply is not.
  const isOpen = !row.isAhead && told.answer !== null && told.answer.sentEvent >= count
  const isError = told.reply[0]?.startsWith('(error)') === true
  const notes = [isOpen ? 'blocked now' : redisDelay(told)].filter((text) => text !== '')
  const cause = isError || isOpen ? '' : told.cause
  return (
    <TrafficRow {...row} line={told} tone={isOpen ? 'attention' : toneOf(told)}>
      <code className="traffic-said">{told.commands.join('\n')}</code>
      {!isOpen && told.reply.length > 0 && <code className="traffic-reply">{told.reply.join('\n')}</code>}
      {(notes.length > 0 || cause !== '') && (
        <span className="traffic-notes">
          {cause !== '' && <b>{cause}</b>}
          {notes.map((note) => (
            <span key={note}>{note}</span>
          ))}
        </span>
      )}
    </TrafficRow>
  )
}

function toneOf({ cause, isBlocked, place, reply }: RedisLine) {
  if (cause !== '') return 'bad'
  if (isBlocked || place > 0) return 'attention'
  return reply[0] === '(nil)' ? 'neutral' : 'good'
}
