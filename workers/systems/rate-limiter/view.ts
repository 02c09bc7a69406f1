import type { Point, SystemView } from '../system'

/** A limiter and the gap below it, wide enough for a link to pass. */
const LIMITER_PITCH = 186
/** The same for small ones on a phone. */
const SMALL_PITCH = { x: 170, y: 145 }

const view: SystemView = {
  glyphs: ['client', 'shadow-gateway', 'limiter', 'server'],
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
      case 'limiter':
        return {
          type: 'limiter',
          burst: values.number('burst'),
          limit: values.number('limit'),
          windowMicros: values.number('window'),
          isAlone: node.name === 'limiter',
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

/** One limiter is what one looks at: the service stands below it, so that the width belongs to it. */
function singleWide({ clients, limiters }: Parts): Places {
  const [only] = limiters
  if (only !== undefined && limiters.length === 1)
    return { ...column(clients, 0, 104), [only]: { x: 326, y: 0 }, service: { x: 326, y: 190 } }
  if (limiters.length > 2) return { ...column(clients, 0, 104), ...staggered(limiters), service: { x: 944, y: 0 } }
  return { ...column(clients, 0, 104), ...column(limiters, 326, LIMITER_PITCH), service: { x: 652, y: 0 } }
}

/** Two columns, the second at the gaps of the first, so that links pass between. */
function staggered(limiters: readonly string[]): Places {
  return Object.fromEntries(
    limiters.map((name, index) => [
      name,
      { x: 326 + (index % 2) * 292, y: ((index - (limiters.length - 1) / 2) * LIMITER_PITCH) / 2 },
    ]),
  )
}

/** The gateway in the middle of client and service, limiters above and below it, so that every question has a way of its own. */
function comparedWide({ clients, gateways, limiters }: Parts): Places {
  const half = Math.ceil(limiters.length / 2)
  const beside = clients.length === 1 ? -300 : -560
  return {
    ...column(clients, beside, 104),
    ...column(gateways, 0, 0),
    service: { x: 300, y: 0 },
    ...row(limiters.slice(0, half), -200),
    ...row(limiters.slice(half), 200),
  }
}

function singleNarrow({ clients, limiters }: Parts): Places {
  const across = Math.min(3, clients.length)
  const top = (Math.ceil(clients.length / across) - 1) * 70
  const alone = limiters.length === 1
  const pitch = alone ? { x: 192, y: 152 } : SMALL_PITCH
  const last = top + 142 + (Math.ceil(limiters.length / 2) - 1) * pitch.y
  return {
    ...grid(clients, across, 0, 124, 70),
    ...grid(limiters, alone ? 1 : 2, top + 142, pitch.x, pitch.y),
    service: { x: 0, y: last + (alone ? 148 : 128) },
  }
}

/** Places around the gateway, in steps of a small limiter. */
const AROUND = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [-1, 0],
  [1, 0],
  [-1, 1],
  [1, 1],
] as const

/** The gateway in the middle of the limiters; below it clients and service. */
function comparedNarrow({ clients, gateways, limiters }: Parts): Places {
  const places: Places = {}
  const { x, y } = SMALL_PITCH
  for (const [index, name] of limiters.entries()) {
    const [right, down] = AROUND[index % AROUND.length] ?? [0, 0]
    places[name] = { x: right * x, y: down * y }
  }
  for (const name of gateways) places[name] = { x: 0, y: 0 }
  const below = [...clients, 'service']
  for (const [index, name] of below.entries()) places[name] = { x: 0, y: y - 22 + index * 76 }
  return places
}

function row(names: readonly string[], y: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x: (index - (names.length - 1) / 2) * 310, y }]))
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
