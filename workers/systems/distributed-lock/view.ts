import type { NodeInfo } from '../../protocol'
import type { Point, SystemView } from '../system'

/** More workers than this say less about themselves. */
const FEW = 4

const view: SystemView = {
  glyphs: ['redis', 'tally'],
  place({ nodes }, narrow) {
    const named = (kind: string) => nodes.filter((node) => node.kind === kind)
    return narrow ? placeNarrow(named('worker'), named('redis')) : placeWide(named('worker'), named('redis'))
  },
  glyph(node, values) {
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
    if (values.number('workers') > FEW)
      return {
        type: 'tally',
        lines: [
          { key: 'state', label: 'now', isMain: true },
          { key: 'ok', label: 'deposits' },
        ],
      }
    return {
      type: 'tally',
      lines: [
        { key: 'state', label: 'now', isMain: true },
        { key: 'holds', label: 'holds' },
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
  const places: Places = {}
  const isPair = servers.length === 2
  const worker = inColumns(workers.length, FEW, 180, 124)
  for (const [index, { name }] of workers.entries()) places[name] = worker(index)
  const right = workers.length > 4 ? 180 : 0
  const server = inColumns(servers.length, 3, 240, isPair ? 220 : 124)
  for (const [index, { name }] of servers.entries()) {
    const { x, y } = server(index)
    places[name] = { x: right + 330 + x, y }
  }
  places.account = { x: right + (servers.length > 3 ? 780 : 680), y: 0 }
  return places
}

/** One column, or two where more than `most` stand: the second at the gaps of the first, so that links pass between. */
function inColumns(count: number, most: number, x: number, y: number): (index: number) => Point {
  if (count <= most) return (index) => ({ x: 0, y: (index - (count - 1) / 2) * y })
  return (index) => ({ x: index % 2 === 0 ? 0 : x, y: ((index - (count - 1) / 2) * y) / 2 })
}

/** Workers above, servers below them, the account last. */
function placeNarrow(workers: readonly NodeInfo[], servers: readonly NodeInfo[]): Places {
  const places: Places = {}
  const perRow = 3
  const pitch = workers.length > FEW ? 90 : 120
  for (const [index, { name }] of workers.entries()) {
    const inRow = Math.min(perRow, workers.length - Math.floor(index / perRow) * perRow)
    places[name] = { x: ((index % perRow) - (inRow - 1) / 2) * 136, y: Math.floor(index / perRow) * pitch }
  }
  const isPair = servers.length === 2
  const top = Math.ceil(workers.length / perRow) * pitch + (isPair ? 40 : 10)
  for (const [index, { name }] of servers.entries())
    places[name] = isPair
      ? { x: (index - 0.5) * 236, y: top }
      : { x: ((index % 2) - 0.5) * 180, y: top + Math.floor(index / 2) * 106 }
  // Five servers leave the last place of their third row.
  places.account = isPair ? { x: 0, y: top + 150 } : { x: 90, y: top + 212 }
  return places
}
