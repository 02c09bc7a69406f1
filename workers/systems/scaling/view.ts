import type { Values } from '../../scenario/parameters'
import type { Point, SystemView } from '../system'
import { CLIENT, MONITOR, machinesOf, POOL, type PoolKind, scalabilityOf } from './model-shape'

const view: SystemView = {
  place({ nodes }, narrow) {
    const machines = nodes.filter(({ kind }) => kind === 'machine').map(({ name }) => name)
    return narrow ? placeNarrow(machines) : placeWide(machines)
  },
  glyph(node, values) {
    if (node.kind === 'client') return { type: 'client' }
    if (node.kind === 'machine') return { type: 'machine' }
    if (node.kind === 'autoscaler')
      return { type: 'autoscaler', target: values.number('target'), most: values.number('max'), rows: HISTORY }
    if (node.kind === 'monitor') {
      const { sigma, kappa } = scalabilityOf(values)
      return { type: 'load-curve', axis: sigma > 0 || kappa > 0 ? 'workers' : 'busy' }
    }
    const servers = machinesOf(node.kind as PoolKind, values)
    return { type: 'pool', servers, hasQueue: node.kind === 'shared-queue', rowMax: rowMaxOf(node.kind, values) }
  },
  title(node) {
    if (node.kind === 'autoscaler') return 'autoscaler'
    return node.kind === 'machine' ? 'machine' : ''
  },
}

export default view

/** Cells of a row: its workers, and as many that wait where requests wait at their machine. */
function rowMaxOf(kind: string, values: Values): number {
  const workers = values.number('workers')
  return kind === 'shared-queue' ? workers : Math.max(8, 2 * workers)
}

/** Decisions that an autoscaler shows: as many as it keeps. */
const HISTORY = 20

/** Machines in one column stay readable up to this number. */
const ONE_COLUMN = 4

type Places = Record<string, Point>

/** More machines stand in two columns, the second between the rows of the first, so that links pass between them. */
function placeWide(machines: readonly string[]): Places {
  const places: Places = { [CLIENT]: { x: 0, y: -120 }, [POOL]: { x: 250, y: -120 }, [MONITOR]: { x: 130, y: 130 } }
  const columns = machines.length > ONE_COLUMN ? 2 : 1
  const step = columns === 2 ? 62 : 118
  for (const [index, name] of machines.entries())
    places[name] = { x: 540 + (index % columns) * 185, y: (index - (machines.length - 1) / 2) * step }
  return places
}

function placeNarrow(machines: readonly string[]): Places {
  const places: Places = { [CLIENT]: { x: -110, y: 0 }, [POOL]: { x: 80, y: 40 } }
  const rows = Math.ceil(machines.length / 3)
  for (const [index, name] of machines.entries())
    places[name] = {
      x: ((index % 3) - (Math.min(3, machines.length) - 1) / 2) * 130,
      y: 190 + Math.floor(index / 3) * 105,
    }
  places[MONITOR] = { x: 0, y: 190 + rows * 105 + 60 }
  return places
}
