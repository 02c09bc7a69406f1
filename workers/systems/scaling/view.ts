import type { Values } from '../../scenario/parameters'
import type { Point, SystemView } from '../system'
import { CLIENT, HISTORY_ROWS, MONITOR, machinesOf, POOL, type PoolKind, scalabilityOf } from './model-shape'

const view: SystemView = {
  glyphs: ['client', 'machine', 'autoscaler', 'load-curve', 'pool'],
  place({ nodes }, narrow) {
    const machines = nodes.filter(({ kind }) => kind === 'machine').map(({ name }) => name)
    return narrow ? placeNarrow(machines) : placeWide(machines)
  },
  glyph(node, values) {
    if (node.kind === 'client') return { type: 'client' }
    if (node.kind === 'machine') return { type: 'machine' }
    if (node.kind === 'autoscaler')
      return { type: 'autoscaler', target: values.number('target'), most: values.number('max'), rows: HISTORY_ROWS }
    if (node.kind === 'monitor') {
      const { sigma, kappa } = scalabilityOf(values)
      return { type: 'load-curve', axis: sigma > 0 || kappa > 0 ? 'workers' : 'busy' }
    }
    const servers = machinesOf(node.kind as PoolKind, values)
    return { type: 'pool', servers, hasQueue: node.kind === 'shared-queue', rowMax: rowMaxOf(node.kind, values) }
  },
  title(node) {
    return node.kind === 'autoscaler' ? 'autoscaler' : ''
  },
}

export default view

/** Cells of a row: its workers, and as many that wait where requests wait at their machine. */
function rowMaxOf(kind: string, values: Values): number {
  const workers = values.number('workers')
  return kind === 'shared-queue' ? workers : Math.max(8, 2 * workers)
}

/** Machines in one column stay readable up to this number. */
const ONE_COLUMN = 4
/** Machines in a row on a narrow screen. */
const PER_ROW = 4

type Places = Record<string, Point>

/** More machines stand in two columns, the second between the rows of the first, so that links pass between them. */
function placeWide(machines: readonly string[]): Places {
  const places: Places = { [CLIENT]: { x: 0, y: -130 }, [POOL]: { x: 258, y: -130 }, [MONITOR]: { x: 130, y: 132 } }
  const columns = machines.length > ONE_COLUMN ? 2 : 1
  const step = columns === 2 ? 57 : 112
  for (const [index, name] of machines.entries())
    places[name] = { x: 530 + (index % columns) * 163, y: (index - (machines.length - 1) / 2) * step }
  return places
}

/** The clients above the monitor, the pool beside both, and all machines below in rows of four. */
function placeNarrow(machines: readonly string[]): Places {
  const places: Places = {
    [CLIENT]: { x: -160, y: 0 },
    [POOL]: { x: 136, y: 60 },
    [MONITOR]: { x: -92, y: 136 },
  }
  const across = Math.min(PER_ROW, machines.length)
  for (const [index, name] of machines.entries())
    places[name] = { x: ((index % PER_ROW) - (across - 1) / 2) * 121, y: 306 + Math.floor(index / PER_ROW) * 85 }
  return places
}
