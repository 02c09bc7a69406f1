import { formatDuration } from '../../../workers/kernel/time'
import { type HttpLine, httpDelay, httpLine } from '../../../workers/trace/http-log'
import { groupDigits } from '../../../workers/trace/sentence'
import { TrafficRow } from './traffic-row'
import type { RowProperties } from './traffic-view'

export function HttpRow({ log, line, ...row }: RowProperties) {
  const told = httpLine(log, line)
  const { status, bytes, tookMicros, cache, cause, question } = told
  const notes = [httpDelay(told), cache].filter((text) => text !== '')
  return (
    <TrafficRow
      {...row}
      line={told}
      tone={toneOf(told)}
      aside={
        <span className="traffic-figures">
          {status === null ? '–' : `${groupDigits(bytes)} B · ${formatDuration(tookMicros ?? 0)}`}
        </span>
      }
    >
      <span className="traffic-said">
        <b className="traffic-status">{status ?? '–'}</b>
        {question.label}
      </span>
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

function toneOf({ status, cause }: HttpLine) {
  if (status === null || status >= 400) return 'bad'
  return cause === '' ? 'good' : 'attention'
}
