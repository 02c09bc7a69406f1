import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { NO_REQUEST } from '../../workers/protocol'
import type { Trace } from '../../workers/trace/trace'
import { selectionStore } from '../run/selection-store'
import type { Size } from './glyphs/glyph-kind'
import type { Layout, Pair } from './layout'
import { readPacketColours, watchTheme } from './packet-colours'
import type { PacketField } from './packet-field'
import { PacketPainter } from './packet-painter'
import { useScene } from './scene'

/** The one canvas above the graph on which all packets move. It redraws itself; React only places it. */
export function PacketLayer({
  trace,
  layout,
  space,
  field,
  onFailing,
}: {
  readonly trace: Trace
  readonly layout: Layout
  readonly space: Size
  readonly field: PacketField
  /** Told after each drawing which pairs of nodes have a failure between them: 1 or 0 a pair. */
  readonly onFailing: (pairs: readonly Pair[], failing: Uint8Array) => void
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const flow = useStoreApi()
  const { run, playhead } = useScene()
  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    const painter = new PacketPainter(element)
    const calm = matchMedia('(prefers-reduced-motion: reduce)')
    painter.recolour(readPacketColours(element))
    const draw = (): void => {
      painter.resize(space.width, space.height, window.devicePixelRatio || 1)
      const [x, y, zoom] = flow.getState().transform
      const { count, micros } = playhead.getState()
      // With reduced motion packets stand where the last event left them: they jump from step to step.
      const shown = calm.matches ? trace.microsAfter(count) : micros
      field.collect(trace, layout, count, shown, selectionStore.getState().request ?? NO_REQUEST)
      painter.paint(field, { x, y, zoom })
      onFailing(layout.pairs, field.failing)
    }
    const drawSoon = oncePerTask(draw)
    const stops = [
      playhead.subscribe(drawSoon.ask),
      run.subscribe((now, before) => now.growth !== before.growth && drawSoon.ask()),
      selectionStore.subscribe(drawSoon.ask),
      flow.subscribe((now, before) => now.transform !== before.transform && drawSoon.ask()),
      watchTheme(() => {
        painter.recolour(readPacketColours(element))
        drawSoon.ask()
      }),
      drawSoon.stop,
    ]
    calm.addEventListener('change', drawSoon.ask)
    draw()
    return () => {
      calm.removeEventListener('change', drawSoon.ask)
      for (const stop of stops) stop()
    }
  }, [trace, layout, space, field, flow, onFailing, run, playhead])
  return <canvas ref={canvas} className="canvas-packets" />
}

/**
 * Any number of asks within one task is one drawing right after it. As the clock asks within a frame, the drawing is in
 * the same frame as the rest of the picture, which a frame of its own would not be.
 */
function oncePerTask(draw: () => void): { readonly ask: () => void; readonly stop: () => void } {
  let isAsked = false
  let isStopped = false
  return {
    ask: () => {
      if (isAsked) return
      isAsked = true
      queueMicrotask(() => {
        isAsked = false
        if (!isStopped) draw()
      })
    },
    stop: () => {
      isStopped = true
    },
  }
}
