import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Prediction } from '../../workers/systems/lesson'
import { findMoment } from '../../workers/trace/moment'
import { useRun } from '../run/run-store'
import { goTo } from './enter-step'
import { type Judgement, judge } from './judge'
import { type Guess, useLesson } from './lesson-store'

interface Properties {
  readonly prediction: Prediction
  /** Names the system and the step. */
  readonly guessKey: string
}

/** A question first, and what the run answers after. A change of the run derives the answer anew. */
export function PredictionCard({ prediction, guessKey }: Properties) {
  const given = useLesson((lesson) => lesson.guesses[guessKey])
  const guess = useLesson((lesson) => lesson.guess)
  const [draft, setDraft] = useState<Guess | null>(given ?? null)
  const judgement = useJudgement(prediction, given)
  const question = useId()
  const isGiven = given !== undefined
  const answer = (event: FormEvent) => {
    event.preventDefault()
    if (draft === null || isGiven) return
    guess(guessKey, draft)
    goTo(prediction.reveal)
  }
  return (
    <form className="prediction" aria-labelledby={question} onSubmit={answer}>
      <p className="prediction-question" id={question}>
        {prediction.question}
      </p>
      {prediction.kind === 'choice' ? (
        <Choices prediction={prediction} draft={draft} isGiven={isGiven} onDraft={setDraft} name={guessKey} />
      ) : (
        <NumberField prediction={prediction} draft={draft} isGiven={isGiven} onDraft={setDraft} label={question} />
      )}
      {!isGiven && (
        <button type="submit" className="button button-primary" disabled={draft === null}>
          Run and see
        </button>
      )}
      <div role="status">
        {isGiven && <Revealed judgement={judgement} prediction={prediction} guessKey={guessKey} />}
      </div>
    </form>
  )
}

interface FieldProperties<P extends Prediction> {
  readonly prediction: P
  readonly draft: Guess | null
  readonly isGiven: boolean
  onDraft(guess: Guess | null): void
}

function Choices({
  prediction,
  draft,
  isGiven,
  onDraft,
  name,
}: FieldProperties<Prediction & { kind: 'choice' }> & { readonly name: string }) {
  return (
    <div className="prediction-choices">
      {prediction.choices.map(({ label }, index) => (
        <label key={label} data-chosen={draft === index}>
          <input
            type="radio"
            name={name}
            checked={draft === index}
            disabled={isGiven}
            onChange={() => onDraft(index)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  )
}

function NumberField({
  prediction,
  draft,
  isGiven,
  onDraft,
  label,
}: FieldProperties<Prediction & { kind: 'number' }> & { readonly label: string }) {
  const { min, max, unit } = prediction
  const read = (text: string) => {
    const value = Number(text)
    onDraft(text.trim() === '' || Number.isNaN(value) || value < min || value > max ? null : value)
  }
  return (
    <p className="prediction-number">
      <input
        className="field"
        type="number"
        inputMode="decimal"
        step="any"
        min={min}
        max={max}
        aria-labelledby={label}
        disabled={isGiven}
        defaultValue={draft ?? undefined}
        onChange={(event) => read(event.target.value)}
      />
      <span>{unit}</span>
    </p>
  )
}

function Revealed({ judgement, prediction, guessKey }: Properties & { readonly judgement: Judgement | null }) {
  const forget = useLesson((lesson) => lesson.forget)
  const canBeSeen = useRun(
    ({ trace, growth }) => trace !== null && growth >= 0 && findMoment(trace, prediction.reveal) !== null,
  )
  const revealed = useRef<HTMLDivElement>(null)
  const isWaiting = judgement === null
  useEffect(() => {
    // Only where the lesson scrolls by itself; on a narrow screen the page must not jump.
    if (!isWaiting && revealed.current?.closest('.playground-moments'))
      revealed.current.scrollIntoView({ block: 'nearest' })
  }, [isWaiting])
  if (judgement === null) return <p className="prediction-waits">The run is under way…</p>
  const { isRight, verdict, shown, why } = judgement
  return (
    <div className="prediction-revealed" ref={revealed} data-right={isRight}>
      <p className="prediction-verdict">{verdict}</p>
      <p>{shown}</p>
      {why !== '' && <p className="prediction-why">{why}</p>}
      <p className="prediction-again">
        {canBeSeen && (
          <button type="button" className="button" onClick={() => goTo(prediction.reveal)}>
            Show where
          </button>
        )}
        <button type="button" className="button button-bare" onClick={() => forget(guessKey)}>
          Ask me again
        </button>
      </p>
    </div>
  )
}

/** Of the finished run that is shown; null before. */
function useJudgement(prediction: Prediction, guess: Guess | undefined): Judgement | null {
  const trace = useRun((run) => (run.phase === 'finished' ? run.trace : null))
  const scenario = useRun((run) => run.scenario)
  const growth = useRun((run) => run.growth)
  if (trace === null || guess === undefined || growth < 0) return null
  return judge(prediction, guess, trace, scenario)
}
