import type { NodeInfo } from '../../protocol'
import type { Point, SystemView } from '../system'

const view: SystemView = {
  place({ nodes }, narrow) {
    const named = (kind: string) => nodes.filter((node) => node.kind === kind)
    return narrow ? placeNarrow(named('worker'), named('redis')) : placeWide(named('worker'), named('redis'))
  },
  glyph(node) {
    if (node.kind === 'redis') {
      const isOneOfFive = node.name.includes('-')
      return { type: 'redis', rows: isOneOfFive ? 1 : 2, isBrief: isOneOfFive }
    }
    if (node.kind === 'account')
      return {
        type: 'tally',
        lines: [
          { key: 'balance', label: 'balance', isMain: true },
          { key: 'highest', label: 'highest token' },
          { key: 'refused', label: 'refused' },
        ],
      }
    return {
      type: 'tally',
      lines: [
        { key: 'state', label: 'now', isMain: true },
        { key: 'ok', label: 'deposits' },
        { key: 'failed', label: 'failed' },
      ],
    }
  },
  title(node) {
    return node.kind === 'worker' ? 'worker' : ''
  },
}

export default view

type Places = Record<string, Point>

function placeWide(workers: readonly NodeInfo[], servers: readonly NodeInfo[]): Places {
  const places: Places = { account: { x: 680, y: 0 } }
  const isPair = servers.length === 2
  const spread = (index: number, count: number, step: number): number => (index - (count - 1) / 2) * step
  for (const [index, { name }] of workers.entries()) places[name] = { x: 0, y: spread(index, workers.length, 130) }
  for (const [index, { name }] of servers.entries())
    places[name] = { x: 350, y: spread(index, servers.length, isPair ? 220 : 140) }
  return places
}

/** Workers above, servers below them, the account last. */
function placeNarrow(workers: readonly NodeInfo[], servers: readonly NodeInfo[]): Places {
  const places: Places = {}
  const perRow = 3
  for (const [index, { name }] of workers.entries()) {
    const inRow = Math.min(perRow, workers.length - Math.floor(index / perRow) * perRow)
    places[name] = { x: ((index % perRow) - (inRow - 1) / 2) * 136, y: Math.floor(index / perRow) * 120 }
  }
  const top = Math.ceil(workers.length / perRow) * 120 + 40
  const isPair = servers.length === 2
  for (const [index, { name }] of servers.entries())
    places[name] = isPair
      ? { x: (index - 0.5) * 236, y: top }
      : { x: index === 4 ? 0 : (index % 2 === 0 ? -1 : 1) * 95, y: top + Math.floor(index / 2) * 120 }
  places.account = { x: 0, y: top + (isPair ? 150 : 370) }
  return places
}
