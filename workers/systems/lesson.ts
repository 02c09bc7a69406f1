/**
 * A lesson: a few steps that a reader walks through, each with one idea, something to do, and often a question whose key
 * is taken from the run itself. `lesson.ts` of a system is data and pure functions; it runs on the page.
 */
import type { Values } from '../scenario/parameters'
import type { Intervention, ParameterValues, Scenario } from '../scenario/scenario'
import type { StepSetting } from '../scenario/step-scenario'
import type { Moment } from '../trace/moment'
import type { Trace } from '../trace/trace'
import type { Claims } from './system'

/** Default export of `lesson.ts`. */
export interface Lesson {
  readonly title: string
  /** One sentence: what a reader knows at the end. */
  readonly promise: string
  /** Claims that only this lesson makes, beside those of `claims.ts`; the ids differ. */
  readonly claims: Claims
  /** From 5 to 10, in order. */
  readonly steps: readonly LessonStep[]
}

export interface LessonStep {
  /** Names the step in a link. */
  readonly id: string
  readonly title: string
  /** Short paragraphs, of one idea in all. */
  readonly text: readonly string[]
  readonly setting: StepSetting
  /** Where the playhead stands when the step opens. */
  readonly moment: Moment
  /** The node that is looked at. */
  readonly node?: string
  /** What the reader does beside answering. */
  readonly act?: Act
  readonly prediction?: Prediction
  /** Ids of the claims that stand behind what is said, measured on the step's own run. */
  readonly claims: readonly string[]
}

/** Something to do, as the words of a button and what the button does. */
export type Act = { readonly label: string } & (
  | { readonly kind: 'play' }
  /** To the next mark. */
  | { readonly kind: 'step' }
  | { readonly kind: 'go'; readonly to: Moment }
  | { readonly kind: 'set'; readonly values: ParameterValues }
  | { readonly kind: 'variant'; readonly variant: string }
  | { readonly kind: 'intervene'; readonly intervention: Intervention }
)

/** A question that is answered before the run is looked at. */
export type Prediction = ChoicePrediction | NumberPrediction

interface AskedPrediction {
  readonly question: string
  /** Where the answer can be seen. */
  readonly reveal: Moment
  /**
   * The key, from a finished run, for whatever parameters it has.
   * @throws Error when this run shows nothing of the kind
   */
  answer(trace: Trace, values: Values, scenario: Scenario): Answer
}

export interface ChoicePrediction extends AskedPrediction {
  readonly kind: 'choice'
  readonly choices: readonly Choice[]
}

export interface Choice {
  readonly label: string
  /** Whether it is right when this is the value of the answer. */
  holds(value: number | string): boolean
}

export interface NumberPrediction extends AskedPrediction {
  readonly kind: 'number'
  readonly unit: string
  readonly min: number
  readonly max: number
  /** A guess counts as right within this share of the answer, for instance 0.2. */
  readonly within: number
}

export interface Answer {
  /** A number, or a name to compare choices with. */
  readonly value: number | string
  /** What this run shows, as a sentence with numbers and units. */
  readonly shown: string
  /** One sentence: why. */
  readonly why: string
}
