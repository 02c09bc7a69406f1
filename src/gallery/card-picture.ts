import { cardPictures } from 'virtual:gallery-cards'
import { useEffect, useState } from 'react'
import type { Glyph } from '../../workers/systems/glyphs'
import type { Mark } from '../../workers/trace/trace'
import { loadKinds } from '../canvas/glyphs/kinds'
import type { Reading } from '../canvas/reading'

/** One node at one moment of a real run: what `meta.picture` names, taken by running it when the page is built. */
export interface CardPicture {
  readonly glyph: Glyph
  readonly reading: Reading
  /** The last mark that the glyph shows as a step. */
  readonly lastMark: Mark | null
  readonly node: string
  readonly micros: number
  /** The preset's title. */
  readonly title: string
}

/** A card loads its picture when it comes this near to the window. */
const NEAR = '400px'

/** The picture of a system, with all that it is drawn with. Rejects when a file cannot be loaded. */
export async function loadCardPicture(system: string): Promise<CardPicture> {
  const load = cardPictures[system]
  if (load === undefined) throw new Error(`There is no system “${system}”.`)
  const { default: picture } = await load()
  await loadKinds([picture.glyph.type])
  return picture
}

/** The picture of a system once `card` is near the window; null until then. */
export function useCardPicture(system: string, card: React.RefObject<Element | null>): CardPicture | null {
  const [picture, setPicture] = useState<CardPicture | null>(null)
  useEffect(() => {
    if (card.current === null) return
    let isWanted = true
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        observer.disconnect()
        // Without its picture a card still asks its question.
        loadCardPicture(system).then((taken) => isWanted && setPicture(taken), console.error)
      },
      { rootMargin: NEAR },
    )
    observer.observe(card.current)
    return () => {
      isWanted = false
      observer.disconnect()
    }
  }, [system, card])
  return picture
}
