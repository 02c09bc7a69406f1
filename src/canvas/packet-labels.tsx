import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef, useState } from 'react'
import type { Trace } from '../../workers/trace/trace'
import { selectionStore } from '../run/selection-store'
import type { Size } from './glyphs/glyph-kind'
import type { PacketField } from './packet-field'
import { packetWords } from './packet-words'
import './packet-labels.css'
import { useScene } from './scene'

/** At most so many packets of the selected request say what they are. */
const MOST_LABELS = 3
/** How near the pointer has to be, in screen pixels. */
const REACH = 12
/** Between a packet and its label, and between a label and the edge, in screen pixels. */
const GAP = 12
const MARGIN = 4

interface Properties {
  readonly trace: Trace
  readonly field: PacketField
  readonly space: Size
}

/** What packets say, beside them: those of the selected request, and the one under the pointer. */
export function PacketLabels({ trace, field, space }: Properties) {
  const layer = useRef<HTMLDivElement>(null)
  const { playhead, run } = useScene()
  const flow = useStoreApi()
  const [hops, setHops] = useState<readonly number[]>([])
  useEffect(() => {
    let pointed: number | null = null
    let isAsked = false
    let isStopped = false
    const place = (): void => {
      isAsked = false
      if (isStopped || layer.current === null) return
      const found = labelled(field, pointed)
      setHops((before) => (before.join() === found.join() ? before : found))
      const [left, top, zoom] = flow.getState().transform
      for (const label of layer.current.children as Iterable<Element> as Iterable<HTMLElement>) {
        const index = indexOf(field, Number(label.dataset.hop))
        label.hidden = index < 0
        if (index >= 0) put(label, field.x[index] as number, field.y[index] as number, { left, top, zoom }, space)
      }
    }
    // Behind the drawing of the packets, which is asked for at the same moment and comes first.
    const placeSoon = (): void => {
      if (isAsked) return
      isAsked = true
      queueMicrotask(place)
    }
    const { domNode } = flow.getState()
    const point = (event: PointerEvent): void => {
      const now = event.type === 'pointerleave' ? null : nearest(event)
      if (now === pointed) return
      pointed = now
      placeSoon()
    }
    const nearest = (event: PointerEvent): number | null => {
      const [left, top, zoom] = flow.getState().transform
      const corner = domNode?.getBoundingClientRect() ?? { x: 0, y: 0 }
      const [x, y] = [(event.clientX - corner.x - left) / zoom, (event.clientY - corner.y - top) / zoom]
      return event.pointerType === 'mouse' ? field.nearest(x, y, REACH / zoom) : null
    }
    domNode?.addEventListener('pointermove', point)
    domNode?.addEventListener('pointerleave', point)
    const stops = [playhead, selectionStore, run, flow].map((store) =>
      (store.subscribe as (changed: () => void) => () => void)(placeSoon),
    )
    placeSoon()
    return () => {
      isStopped = true
      domNode?.removeEventListener('pointermove', point)
      domNode?.removeEventListener('pointerleave', point)
      for (const stop of stops) stop()
    }
  }, [field, space, flow, playhead, run])
  return (
    <div ref={layer} className="packet-labels" aria-hidden="true">
      {hops.map((hop) => (
        <Label key={hop} trace={trace} hop={hop} />
      ))}
    </div>
  )
}

function Label({ trace, hop }: { readonly trace: Trace; readonly hop: number }) {
  const { question, answer, tone, from, to } = packetWords(trace, hop)
  return (
    <div className="packet-label" data-hop={hop} hidden>
      {question !== '' && <code>{question}</code>}
      {answer !== '' && (
        <code className={`tone-${tone}`}>
          {question === '' ? '' : '⇒ '}
          {answer}
        </code>
      )}
      <small>
        {from} → {to}
      </small>
    </div>
  )
}

/** The hops that get a label: that under the pointer, and those of the selected request. */
function labelled({ length, hop, ringed }: PacketField, pointed: number | null): readonly number[] {
  const found = pointed === null ? [] : [pointed]
  for (let index = 0; index < length && found.length < MOST_LABELS; index++)
    if (ringed[index] === 1 && hop[index] !== pointed) found.push(hop[index] as number)
  return found
}

function indexOf({ length, hop }: PacketField, sought: number): number {
  for (let index = 0; index < length; index++) if (hop[index] === sought) return index
  return -1
}

interface Viewport {
  readonly left: number
  readonly top: number
  readonly zoom: number
}

/** Above the packet, or below it where there is no room, and always within the picture. */
function put(label: HTMLElement, x: number, y: number, { left, top, zoom }: Viewport, space: Size): void {
  const { offsetWidth: width, offsetHeight: height } = label
  const [centre, middle] = [x * zoom + left, y * zoom + top]
  const across = Math.min(space.width - width - MARGIN, Math.max(MARGIN, centre - width / 2))
  const above = middle - GAP - height
  label.style.transform = `translate(${Math.round(across)}px, ${Math.round(above < MARGIN ? middle + GAP : above)}px)`
}
