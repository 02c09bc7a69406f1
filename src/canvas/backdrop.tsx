import { lazy, Suspense } from 'react'
import type { Topology } from '../../workers/protocol'
import type { Backdrop as BackdropOf } from '../../workers/systems/backdrop'
import type { Layout } from './layout'

const Zones = lazy(async () => ({ default: (await import('./zones')).Zones }))
const WorldMap = lazy(async () => ({ default: (await import('./world-map')).WorldMap }))

/** What a view draws behind its nodes, once it has been fetched. */
export function Backdrop({
  backdrop,
  layout,
  topology,
}: {
  readonly backdrop: BackdropOf | null
  readonly layout: Layout
  readonly topology: Topology
}) {
  if (backdrop === null) return null
  return (
    <Suspense>
      {backdrop.type === 'zones' ? (
        <Zones zones={backdrop.zones} layout={layout} topology={topology} />
      ) : (
        <WorldMap map={backdrop} layout={layout} topology={topology} />
      )}
    </Suspense>
  )
}
