/** Made by tests/tools/gallery-cards.mjs. */
declare module 'virtual:gallery-cards' {
  import type { CardPicture } from './card-picture'
  import type { SystemCard, SystemWords } from './system-card'
  /** All systems in the order of the guide. */
  export const cards: readonly SystemCard[]
  /** What the search finds of each system, by its id. */
  export const loadWords: () => Promise<{ readonly default: Readonly<Record<string, SystemWords>> }>
  /** A loader of each system's picture, by its id. */
  export const cardPictures: Readonly<Record<string, () => Promise<{ readonly default: CardPicture }>>>
}
