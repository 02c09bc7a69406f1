import type { GuideSection } from '../../workers/systems/system'

/** What the gallery shows of a system. All else of it is loaded when it is searched or opened. */
export interface SystemCard {
  readonly id: string
  readonly title: string
  readonly question: string
  readonly section: GuideSection
  readonly tags: readonly string[]
  /** Of its picture, and where the card leads. */
  readonly preset: string
}

/** What the search finds of a system beside its card. */
export interface SystemWords {
  readonly summary: string
  /** Titles of its presets. */
  readonly presets: readonly string[]
  /** Labels of its variants. */
  readonly variants: readonly string[]
  /** Null for a system that has none. */
  readonly lesson: LessonWords | null
}

export interface LessonWords {
  readonly title: string
  readonly steps: readonly string[]
  /** Every word of its texts once, in lower case. */
  readonly words: string
}
