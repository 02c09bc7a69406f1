import { cards } from 'virtual:gallery-cards'
import { lazy, Suspense } from 'react'
import { ErrorBoundary } from './error-boundary'
import { Gallery } from './gallery/gallery'
import { Opening } from './playground/opening'
import { routeOf, useHash } from './route'

const Playground = lazy(async () => ({ default: (await import('./playground/playground')).Playground }))

/** The gallery at `#/`, the playground of a system at `#/<system>?…`. */
export function App() {
  const route = routeOf(useHash())
  const meta = route.page === 'playground' ? cards.find(({ id }) => id === route.system) : undefined
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
