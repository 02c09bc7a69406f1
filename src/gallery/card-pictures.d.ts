/** Taken by tests/tools/card-pictures.mjs: a picture for each system whose `meta.picture` names one, loaded one by one. */
declare module 'virtual:card-pictures' {
  import type { CardPicture } from './card-picture'
  export const cardPictures: Readonly<Record<string, () => Promise<{ readonly default: CardPicture }>>>
}
