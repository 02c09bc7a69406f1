import { ReactFlowProvider } from '@xyflow/react'
import { lazy, Suspense, useLayoutEffect, useRef, useState } from 'react'
import { useRun } from '../run/run-store'
import './canvas.css'
import { Contours } from './contours'
import type { Size } from './glyphs/glyph-kind'
import { useMenuRequest } from './menu-request'
import { Picture } from './picture'

const CanvasMenu = lazy(async () => ({ default: (await import('./canvas-menu')).CanvasMenu }))

/** The picture of the run at the playhead: nodes with their inside, links, and packets on their way. */
export function Canvas() {
  const trace = useRun((run) => run.trace)
  const element = useRef<HTMLElement>(null)
  const { request, handlers, close } = useMenuRequest()
  const [space, setSpace] = useState<Size | null>(null)
  useLayoutEffect(() => {
    const root = element.current
    if (root === null) return
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = root
      setSpace((before) =>
        width === 0 || height === 0 || (before?.width === width && before.height === height)
          ? before
          : { width, height },
      )
    }
    const observer = new ResizeObserver(measure)
    observer.observe(root)
    measure()
    return () => observer.disconnect()
  }, [])
  return (
    <section className="canvas" ref={element} aria-label="Picture of the system" {...handlers}>
      <Contours />
      {trace !== null && space !== null && (
        <ReactFlowProvider>
          <Picture trace={trace} space={space} />
        </ReactFlowProvider>
      )}
      {request !== null && (
        <Suspense>
          <CanvasMenu request={request} onClose={close} />
        </Suspense>
      )}
    </section>
  )
}
