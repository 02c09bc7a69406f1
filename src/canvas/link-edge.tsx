import type { Edge, EdgeProps } from '@xyflow/react'
import { type KeyboardEvent, type MouseEvent, memo, useSyncExternalStore } from 'react'
import { selectionStore, useSelection } from '../run/selection-store'
import { pathText } from './curve'
import type { Pair } from './layout'
import type { LinkStates } from './link-state'
import { useScene } from './scene'

export type LinkEdgeType = Edge<
  {
    readonly pair: Pair
    readonly a: string
    readonly b: string
    readonly states: LinkStates
    /** Tries to select a packet near the pointer first; false when there is none. */
    readonly selectPacket: (event: MouseEvent) => boolean
    /** Where packets set `data-failing` while a failure is on this link. */
    readonly register: (pair: Pair, element: SVGElement | null) => void
  },
  'link'
>

/** Two linked nodes: one curve for both directions, with a word on it when the network does something to it. */
export const LinkEdge = memo(function LinkEdge({ data }: EdgeProps<LinkEdgeType>) {
  const { pair, a, b, states, selectPacket, register } = data as NonNullable<typeof data>
  const scene = useScene()
  const word = useSyncExternalStore(scene.subscribe, () => states.word(a, b, scene.playhead.getState().count))
  const isSelected = useSelection(({ link }) => link?.includes(a) === true && link.includes(b))
  const path = pathText(pair.curve)
  const classes = ['link']
  if (word === 'cut') classes.push('link-cut')
  else if (word !== '') classes.push('link-troubled')
  if (isSelected) classes.push('link-selected')
  const select = (): void => selectionStore.getState().selectLink([a, b])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    select()
  }
  return (
    <g className={classes.join(' ')} ref={(element) => register(pair, element)}>
      <path className="link-line" d={path} />
      {/* biome-ignore lint/a11y/useSemanticElements: a button cannot be a curve */}
      <path
        className="link-reach nopan"
        d={path}
        role="button"
        tabIndex={0}
        data-link-a={a}
        data-link-b={b}
        aria-pressed={isSelected}
        aria-haspopup="menu"
        aria-label={`link between ${a} and ${b}${word === '' ? '' : `, ${word}`}`}
        onClick={(event) => selectPacket(event) || select()}
        onKeyDown={onKeyDown}
      />
      {word !== '' && <LinkWord pair={pair} word={word} />}
    </g>
  )
})

function LinkWord({ pair, word }: { readonly pair: Pair; readonly word: string }) {
  const { x, y } = pair.word
  const width = word.length * 6.2 + 14
  return (
    <g className="link-word" transform={`translate(${x} ${y})`}>
      <rect x={-width / 2} y={-10} width={width} height={20} rx={6} />
      <text y={4}>{word}</text>
    </g>
  )
}
