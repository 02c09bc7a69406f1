import type { Point, SystemView } from '../system'

const view: SystemView = {
  place({ nodes }, narrow) {
    const named = (kind: string) => nodes.filter((node) => node.kind === kind).map((node) => node.name)
    const parts = { clients: named('client'), gateways: named('gateway'), limiters: named('limiter') }
    if (parts.gateways.length > 0) return narrow ? comparedNarrow(parts) : comparedWide(parts)
    return narrow ? singleNarrow(parts) : singleWide(parts)
  },
  glyph(node, values) {
    switch (node.kind) {
      case 'client':
        return { type: 'client' }
      case 'gateway':
        return { type: 'shadow-gateway', decides: values.text('decides') }
      case 'limiter': {
        const windowMicros = values.number('window')
        return { type: 'limiter', burst: values.number('burst'), limit: values.number('limit'), windowMicros }
      }
      default:
        return { type: 'server', workers: values.number('workers'), queueCapacity: values.number('queue') }
    }
  },
}

export default view

type Places = Record<string, Point>

interface Parts {
  readonly clients: readonly string[]
  readonly gateways: readonly string[]
  readonly limiters: readonly string[]
}

function singleWide({ clients, limiters }: Parts): Places {
  return { ...column(clients, 0, 104), ...column(limiters, 300, 186), service: { x: 600, y: 0 } }
}

function comparedWide({ clients, gateways, limiters }: Parts): Places {
  return {
    ...column(clients, 0, 104),
    ...column(gateways, 180, 0),
    service: { x: 180, y: 200 },
    ...Object.fromEntries(
      limiters.map((name, index) => [name, { x: 430 + (index % 2) * 290, y: (Math.floor(index / 2) - 1.5) * 176 }]),
    ),
  }
}

function singleNarrow({ clients, limiters }: Parts): Places {
  const rows = Math.ceil(clients.length / 3)
  const top = rows * 70
  const last = Math.ceil(limiters.length / 2)
  return {
    ...grid(clients, Math.min(3, clients.length), 0, 116, 70),
    ...grid(limiters, Math.min(2, limiters.length), top + 40, 192, 146),
    service: { x: 0, y: top + last * 146 + 4 },
  }
}

function comparedNarrow({ clients, gateways, limiters }: Parts): Places {
  const rows = Math.ceil(clients.length / 3)
  const top = rows * 70
  return {
    ...grid(clients, Math.min(3, clients.length), 0, 116, 70),
    ...Object.fromEntries(gateways.map((name) => [name, { x: -66, y: top }])),
    service: { x: 84, y: top },
    ...grid(limiters, 2, top + 130, 192, 146),
  }
}

function column(names: readonly string[], x: number, gap: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x, y: (index - (names.length - 1) / 2) * gap }]))
}

function grid(names: readonly string[], across: number, y: number, gapX: number, gapY: number): Places {
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      { x: ((index % across) - (across - 1) / 2) * gapX, y: y + Math.floor(index / across) * gapY },
    ]),
  )
}
