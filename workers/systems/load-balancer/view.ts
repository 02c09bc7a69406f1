import type { Point, SystemView } from '../system'

/** More servers than this are small on a phone. */
const FEW = 6

/** Servers in one column stay readable up to this number; more stand in two. */
const ONE_COLUMN = 5

const view: SystemView = {
  glyphs: ['client', 'balancer', 'server'],
  place({ nodes }, narrow) {
    const named = (kind: string) => nodes.filter((node) => node.kind === kind).map((node) => node.name)
    const clients = named('client')
    const servers = named('server')
    const balancers = named('load-balancer')
    if (!narrow) return { ...column(clients, 0, 120), ...column(balancers, 300, 0), ...columns(servers, 600) }
    const balancerHeight = 50 + 13 * servers.length
    const balancerY = 54 + balancerHeight / 2
    return {
      ...row(clients, 0, 112),
      ...row(balancers, balancerY, 0),
      ...grid(
        servers,
        servers.length > FEW ? 5 : servers.length > 4 ? 3 : 2,
        balancerY + balancerHeight / 2 + 72,
        servers.length > FEW ? 88 : 126,
        servers.length > FEW ? 66 : 80,
      ),
    }
  },
  glyph(node, values) {
    if (node.kind === 'client') return { type: 'client' }
    const count = values.number('servers')
    if (node.kind === 'load-balancer')
      return {
        type: 'balancer',
        targets: Array.from({ length: count }, (_, index) => `s${index + 1}`),
        rowMax: Math.max(8, values.number('workers') * 2),
        weighted: values.number('slow-start') > 0 || values.weights('weights', count).some((weight) => weight !== 1),
      }
    return {
      type: 'server',
      workers: values.number('workers'),
      queueCapacity: values.number('queue'),
      many: count > FEW,
    }
  },
  title(node) {
    return node.kind.replace('-', ' ')
  },
}

export default view

type Places = Record<string, Point>

function column(names: readonly string[], x: number, gap: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x, y: (index - (names.length - 1) / 2) * gap }]))
}

function row(names: readonly string[], y: number, gap: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x: (index - (names.length - 1) / 2) * gap, y }]))
}

/** More servers stand in two columns, the second between the rows of the first, so that links pass between servers. */
function columns(names: readonly string[], x: number): Places {
  if (names.length <= ONE_COLUMN) return column(names, x, 124)
  return Object.fromEntries(
    names.map((name, index) => [name, { x: x + (index % 2) * 220, y: (index - (names.length - 1) / 2) * 66 }]),
  )
}

function grid(names: readonly string[], across: number, y: number, gapX: number, gapY: number): Places {
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      { x: ((index % across) - (across - 1) / 2) * gapX, y: y + Math.floor(index / across) * gapY },
    ]),
  )
}
