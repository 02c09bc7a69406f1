import { Values } from '../../workers/scenario/parameters'
import type { Scenario } from '../../workers/scenario/scenario'
import type { Prediction } from '../../workers/systems/lesson'
import type { Trace } from '../../workers/trace/trace'
import type { Guess } from './lesson-store'

/** What the run says to a guess. */
export interface Judgement {
  readonly isRight: boolean
  /** `Right`, or what was said, and how far off it was. */
  readonly verdict: string
  /** What the run shows. */
  readonly shown: string
  readonly why: string
}

/**
 * Holds a guess against the run, whatever parameters it has. When the run shows nothing of the kind, no guess is right and
 * the reason stands in place of what is shown.
 */
export function judge(prediction: Prediction, guess: Guess, trace: Trace, scenario: Scenario): Judgement {
  try {
    const { value, shown, why } = prediction.answer(trace, new Values(scenario.values), scenario)
    const { isRight, verdict } =
      prediction.kind === 'choice'
        ? judgeChoice(prediction, guess, value)
        : judgeNumber(prediction, guess, Number(value))
    return { isRight, verdict, shown, why }
  } catch (error) {
    const shown = error instanceof Error ? error.message : String(error)
    return { isRight: false, verdict: 'This run does not tell', shown, why: '' }
  }
}

function judgeChoice({ choices }: Prediction & { kind: 'choice' }, guess: Guess, value: number | string) {
  const isRight = choices[guess]?.holds(value) === true
  const right = choices.find((choice) => choice.holds(value))
  if (isRight) return { isRight, verdict: 'Right' }
  return { isRight, verdict: right === undefined ? 'None of these' : `Not quite: ${right.label}` }
}

function judgeNumber({ unit, within }: Prediction & { kind: 'number' }, guess: Guess, value: number) {
  const off = Math.abs(guess - value)
  const isRight = off <= within * Math.abs(value)
  if (off === 0) return { isRight, verdict: 'Exactly right' }
  const share = unit === '%' || value === 0 ? '' : ` (${amount((100 * off) / Math.abs(value))} %)`
  const distance = `${amount(off)} ${unit === '%' ? 'percentage points' : unit}${share}`
  return { isRight, verdict: `${isRight ? 'Close, off' : 'Off'} by ${distance}: too ${guess > value ? 'high' : 'low'}` }
}

/** At most one decimal, none from ten on. */
function amount(value: number): string {
  return String(value >= 10 ? Math.round(value) : Math.round(value * 10) / 10)
}
