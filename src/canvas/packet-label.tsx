import { useStoreApi } from '@xyflow/react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Point } from '../../workers/systems/system'
import type { Trace } from '../../workers/trace/trace'
import { selectionStore } from '../run/selection-store'
import type { Size } from './glyphs/glyph-kind'
import { labelPlace, type Side } from './label-place'
import type { Layout } from './layout'
import type { PacketField } from './packet-field'
import './packet-label.css'
import { packetWords } from './packet-words'
import { useScene } from './scene'

/** How near the pointer has to be, in screen pixels. */
const REACH = 12

interface Properties {
  readonly trace: Trace
  readonly field: PacketField
  readonly layout: Layout
  readonly space: Size
}

/** What a packet says, beside it: the one under the pointer, or else the selected one while it flies. */
export function PacketLabel({ trace, field, layout, space }: Properties) {
  const label = useRef<HTMLDivElement>(null)
  const pointed = useRef<number | null>(null)
  const last = useRef<{ readonly hop: number; readonly side: Side } | null>(null)
  const { playhead, run } = useScene()
  const flow = useStoreApi()
  const [hop, show] = useState<number | null>(null)
  const place = useCallback(() => {
    const index = indexToTell(field, pointed.current)
    show(index < 0 ? null : (field.hop[index] as number))
    if (index < 0 || label.current === null) return
    const told = field.hop[index] as number
    const [left, top, zoom] = flow.getState().transform
    const onScreen = ({ x, y }: Point): Point => ({ x: x * zoom + left, y: y * zoom + top })
    const packet = onScreen({ x: field.x[index] as number, y: field.y[index] as number })
    const boxes = layout.boxes.map((box) => ({
      ...onScreen(box),
      width: box.width * zoom,
      height: box.height * zoom,
    }))
    const { offsetWidth: width, offsetHeight: height, style } = label.current
    const before = last.current?.hop === told ? last.current.side : null
    const { side, centre } = labelPlace(packet, { width, height }, boxes, space, before)
    last.current = { hop: told, side }
    style.transform = `translate(${Math.round(centre.x - width / 2)}px, ${Math.round(centre.y - height / 2)}px)`
  }, [field, layout, space, flow])
  // Behind the drawing of the packets, which is asked for at the same moments and first.
  useEffect(() => {
    const placeSoon = (): void => queueMicrotask(place)
    const stops = [
      playhead.subscribe(placeSoon),
      run.subscribe(placeSoon),
      selectionStore.subscribe(placeSoon),
      flow.subscribe(placeSoon),
    ]
    placeSoon()
    return () => {
      for (const stop of stops) stop()
    }
  }, [place, playhead, run, flow])
  useEffect(() => {
    const { domNode } = flow.getState()
    const point = (event: PointerEvent): void => {
      const [left, top, zoom] = flow.getState().transform
      const corner = domNode?.getBoundingClientRect() ?? { x: 0, y: 0 }
      const [x, y] = [(event.clientX - corner.x - left) / zoom, (event.clientY - corner.y - top) / zoom]
      const isOver = event.type === 'pointermove' && event.pointerType === 'mouse'
      pointed.current = isOver ? field.nearest(x, y, REACH / zoom) : null
      place()
    }
    domNode?.addEventListener('pointermove', point)
    domNode?.addEventListener('pointerleave', point)
    return () => {
      domNode?.removeEventListener('pointermove', point)
      domNode?.removeEventListener('pointerleave', point)
    }
  }, [flow, field, place])
  // A new label has other words, and so another size.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is placed anew for every hop.
  useLayoutEffect(place, [place, hop])
  if (hop === null || hop >= trace.hopCount) return null
  const { question, answer, tone } = packetWords(trace, hop)
  return (
    <div ref={label} className="packet-label" aria-hidden="true">
      {question !== '' && <code>{question}</code>}
      {answer !== '' && (
        <code className={`tone-${tone}`}>
          {question === '' ? '' : '⇒ '}
          {answer}
        </code>
      )}
    </div>
  )
}

/** Place in the field of the packet under the pointer, of the selected one, or of the first of its request; −1 for none. */
function indexToTell({ length, hop, ringed }: PacketField, pointed: number | null): number {
  const selected = selectionStore.getState().hop
  let found = -1
  for (let index = length - 1; index >= 0; index--) {
    if (hop[index] === pointed) return index
    if (ringed[index] === 1 && (found < 0 || hop[found] !== selected)) found = index
  }
  return found
}
