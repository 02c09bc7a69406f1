import type { Point, SystemView } from '../system'

const TIER_ORDER = ['gateway', 'orders', 'stock']

const view: SystemView = {
  glyphs: ['client', 'breaker', 'server'],
  place({ nodes }, narrow) {
    const clients = nodes.filter((node) => node.kind === 'client').map((node) => node.name)
    const tiers = TIER_ORDER.filter((name) => nodes.some((node) => node.name === name))
    return narrow ? placeNarrow(clients, tiers) : placeWide(clients, tiers)
  },
  glyph(node, values) {
    if (node.kind === 'client') return { type: 'client' }
    if (node.kind === 'caller')
      return { type: 'breaker', threads: values.number('threads'), isBrief: values.number('tiers') > 1 }
    return { type: 'server', workers: values.number('workers'), queueCapacity: values.number('queue') }
  },
  title(node) {
    if (node.kind === 'client') return 'client'
    return node.name === 'orders' ? 'tier 2' : node.name === 'stock' ? 'tier 3' : ''
  },
}

export default view

type Places = Record<string, Point>

/** Where the chain stands with one tier, two and three. A single breaker is what one looks at, so the service stands below it. */
const WIDE: readonly (readonly Point[])[] = [
  [
    { x: 320, y: 0 },
    { x: 320, y: 190 },
  ],
  [
    { x: 260, y: -80 },
    { x: 560, y: -80 },
    { x: 560, y: 100 },
  ],
  [
    { x: 260, y: -90 },
    { x: 560, y: -90 },
    { x: 560, y: 90 },
    { x: 260, y: 90 },
  ],
]

/** From left to right and down; several tiers go round in a square, so that they have room. */
function placeWide(clients: readonly string[], tiers: readonly string[]): Places {
  const places: Places = {}
  for (const [index, name] of clients.entries()) places[name] = { x: 0, y: (index - (clients.length - 1) / 2) * 130 }
  const chain = [...tiers, 'service']
  for (const [index, name] of chain.entries()) places[name] = WIDE[tiers.length - 1]?.[index] ?? { x: 0, y: 0 }
  return places
}

/** From top to bottom; several tiers go round below the clients. */
function placeNarrow(clients: readonly string[], tiers: readonly string[]): Places {
  const places: Places = {}
  for (const [index, name] of clients.entries()) places[name] = { x: (index - (clients.length - 1) / 2) * 112, y: 0 }
  const chain = [...tiers, 'service']
  if (tiers.length === 1) return { ...places, gateway: { x: 0, y: 150 }, service: { x: 0, y: 310 } }
  for (const [index, name] of chain.entries())
    places[name] = { x: index === 0 || index === 3 ? -106 : 106, y: index < 2 ? 120 : 270 }
  return places
}
