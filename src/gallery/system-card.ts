import type { GuideSection } from '../../workers/systems/system'

/** What the gallery knows of a system. All else of it is loaded when it is opened. */
export interface SystemCard {
  readonly id: string
  readonly title: string
  readonly question: string
  readonly summary: string
  readonly section: GuideSection
  readonly tags: readonly string[]
  readonly presets: readonly { readonly title: string }[]
  readonly variants: readonly { readonly id: string; readonly label: string; readonly asInGuide: boolean }[]
  /** Null for a system that has none. */
  readonly lesson: LessonWords | null
  /** Of its picture, and where the card leads; null for a system that names none. */
  readonly preset: string | null
}

/** What the search finds of a lesson. */
export interface LessonWords {
  readonly title: string
  readonly steps: readonly string[]
  /** Every word of its texts once, in lower case. */
  readonly words: string
}
