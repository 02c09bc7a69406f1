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
  /** Of its picture, and where the card leads; null for a system that names none. */
  readonly preset: string | null
}
