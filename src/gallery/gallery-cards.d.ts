/** Made by tests/tools/gallery-cards.mjs. */
declare module 'virtual:gallery-cards' {
  import type { CardPicture } from './card-picture'
  import type { SystemCard } from './system-card'
  /** All systems in the order of the guide. */
  export const cards: readonly SystemCard[]
  /** For each system that names a picture, a loader of it. */
  export const cardPictures: Readonly<Record<string, () => Promise<{ readonly default: CardPicture }>>>
}
