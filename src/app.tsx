import { lazy, Suspense } from 'react'
import { isSystem } from '../workers/systems/loaders'
import { ErrorBoundary } from './error-boundary'
import { Opening } from './playground/opening'
import { routeOf, useHash } from './route'

const Gallery = lazy(async () => ({ default: (await import('./gallery/gallery')).Gallery }))
const Playground = lazy(async () => ({ default: (await import('./playground/playground')).Playground }))

/** The gallery at `#/`, the playground of a system at `#/<system>?…`: each loads without the other. */
export function App() {
  const route = routeOf(useHash())
  if (route.page === 'playground' && isSystem(route.system)) {
    return (
      <ErrorBoundary key={route.system} system={route.system}>
        <Suspense fallback={<Opening />}>
          <Playground system={route.system} />
        </Suspense>
      </ErrorBoundary>
    )
  }
  return (
    <ErrorBoundary key="gallery">
      <Suspense>
        <Gallery missing={route.page === 'playground' ? route.system : null} />
      </Suspense>
    </ErrorBoundary>
  )
}
