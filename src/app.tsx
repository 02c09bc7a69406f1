import { lazy, Suspense } from 'react'
import { findSystem } from '../workers/systems/catalog.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { Gallery } from './gallery/gallery.tsx'
import { Opening } from './playground/opening.tsx'
import { routeOf, useHash } from './route.ts'

const Playground = lazy(async () => ({ default: (await import('./playground/playground.tsx')).Playground }))

/** The gallery at `#/`, the playground of a system at `#/<system>?…`. */
export function App() {
  const route = routeOf(useHash())
  const meta = route.page === 'playground' ? findSystem(route.system) : undefined
  if (route.page === 'gallery' || meta === undefined) {
    return (
      <ErrorBoundary key="gallery">
        <Gallery missing={route.page === 'playground' ? route.system : null} />
      </ErrorBoundary>
    )
  }
  return (
    <ErrorBoundary key={meta.id} system={meta}>
      <Suspense fallback={<Opening meta={meta} />}>
        <Playground meta={meta} />
      </Suspense>
    </ErrorBoundary>
  )
}
