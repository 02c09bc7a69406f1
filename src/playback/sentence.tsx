import { useEffect, useState } from 'react'
import { formatMoment } from '../../workers/kernel/time'
import { describeMoment, type Moment } from '../../workers/trace/describe'
import type { Trace } from '../../workers/trace/trace'
import { useRun } from '../run/run-store'
import './sentence.css'
import { useReadablePlayhead } from './use-readable-playhead'

/** While playing, a sentence stays this long, so that it can be read. */
const SEEN_MS = 250

/** Longest silence of the spoken sentence while playing: more often would only be noise. */
const SPOKEN_MS = 2_000

/** What just happened and why, under the picture. Screen readers hear it at every step, and now and then while playing. */
export function Sentence() {
  const trace = useRun((run) => run.trace)
  useRun((run) => run.growth)
  const { count, micros, marks, playing } = useReadablePlayhead(SEEN_MS)
  const moment = trace === null ? null : momentShown(trace, count, micros, marks)
  const failure = useRun((run) => (run.phase === 'broken' ? run.sentence : ''))
  const sentence = failure || (moment?.sentence ?? 'The run is being prepared.')
  const { lead, reason } = splitSentence(sentence)
  const spoken = useSpoken(sentence, playing !== 0)
  return (
    <div className="sentence" data-tone={failure === '' ? moment?.tone : 'bad'}>
      <time className="sentence-moment">{formatMoment(moment?.micros ?? 0)}</time>
      <p className="sentence-text">
        <b>{lead}</b>
        {reason}
      </p>
      <div className="spoken" aria-live="polite">
        {spoken}
      </div>
    </div>
  )
}

/** Past the last event of a run that ended, why it ended. */
function momentShown(trace: Trace, count: number, micros: number, marks: number): Moment {
  const { status, events, reachedMicros } = trace
  const ended = status.kind !== 'running' && count === events && micros >= reachedMicros
  if (!ended || (reachedMicros === trace.microsAfter(count) && status.kind === 'finished'))
    return describeMoment(trace, count, marks)
  const tone = status.kind === 'broken' ? 'bad' : 'neutral'
  return { micros, tone, sentence: status.sentence, node: null, request: null }
}

/** What happened, up to the first colon, and the reason behind it. */
function splitSentence(sentence: string): { lead: string; reason: string } {
  const colon = sentence.indexOf(': ')
  return colon < 0 ? { lead: sentence, reason: '' } : { lead: sentence.slice(0, colon), reason: sentence.slice(colon) }
}

function useSpoken(sentence: string, playing: boolean): string {
  const [spoken, speak] = useState('')
  const [last, setLast] = useState(0)
  useEffect(() => {
    const wait = playing ? Math.max(0, last + SPOKEN_MS - performance.now()) : 0
    const timer = window.setTimeout(() => {
      speak(sentence)
      setLast(performance.now())
    }, wait)
    return () => window.clearTimeout(timer)
  }, [sentence, playing, last])
  return spoken
}
