import type { Point, SystemView } from '../system'

/** Who writes stands beside the store, who asks below it: the width belongs to what is stored. */
const view: SystemView = {
  glyphs: ['series', 'client'],
  place({ nodes }, narrow) {
    const named = (kind: string) => nodes.filter((node) => node.kind === kind).map((node) => node.name)
    const agents = named('agent')
    const askers = named('client')
    if (narrow) return { ...row(agents, 0), tsdb: { x: 0, y: 190 }, ...row(askers, 380) }
    return { ...column(agents, 0), tsdb: { x: 330, y: 0 }, ...row(askers, 190, 330) }
  },
  glyph(node) {
    return node.kind === 'store' ? { type: 'series' } : { type: 'client' }
  },
}

export default view

type Places = Record<string, Point>

function column(names: readonly string[], x: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x, y: (index - (names.length - 1) / 2) * 120 }]))
}

function row(names: readonly string[], y: number, middle = 0): Places {
  return Object.fromEntries(
    names.map((name, index) => [name, { x: middle + (index - (names.length - 1) / 2) * 124, y }]),
  )
}
