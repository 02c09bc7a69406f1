import { ReactFlowProvider } from '@xyflow/react'
import { lazy, Suspense, useLayoutEffect, useRef, useState } from 'react'
import './canvas.css'
import { Contours } from './contours'
import type { Size } from './glyphs/glyph-kind'
import { useMenuRequest } from './menu-request'
import { Picture } from './picture'
import { mainScene, useScene, useSceneRun } from './scene'

const CanvasMenu = lazy(async () => ({ default: (await import('./canvas-menu')).CanvasMenu }))

/**
 * The picture of a run at its playhead: nodes with their inside, links, and packets on their way. Only the main run can
 * be broken from here.
 */
export function Canvas({ label = 'Picture of the system' }: { readonly label?: string }) {
  const isMain = useScene() === mainScene
  const trace = useSceneRun((run) => run.trace)
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
    <section className="canvas" ref={element} aria-label={label} {...(isMain ? handlers : {})}>
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
