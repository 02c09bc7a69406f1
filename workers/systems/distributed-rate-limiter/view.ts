import type { Values } from '../../scenario/parameters'
import type { Point, SystemView } from '../system'

const view: SystemView = {
  glyphs: ['client', 'balancer', 'redis', 'arrivals', 'tally'],
  place({ nodes }, narrow) {
    const named = (kind: string) => nodes.filter((node) => node.kind === kind).map((node) => node.name)
    return narrow ? placeNarrow(named('client'), named('app')) : placeWide(named('client'), named('app'))
  },
  glyph(node, values) {
    switch (node.kind) {
      case 'client':
        return { type: 'client' }
      case 'balancer':
        return { type: 'balancer', targets: serverNames(values.number('servers')), rowMax: 8 }
      case 'redis':
        return { type: 'redis', rows: rowsOf(values), isBrief: false }
      case 'service':
        return { type: 'arrivals', windowMicros: values.number('window'), workers: values.number('workers') }
      default:
        return {
          type: 'tally',
          lines: [
            { key: 'passed', label: 'let pass', isMain: true },
            { key: 'refused', label: 'refused' },
            values.number('skew') > 0 ? { key: 'clock', label: 'clock' } : { key: 'alone', label: 'without Redis' },
          ],
        }
    }
  },
  title(node) {
    if (node.kind === 'balancer') return 'balancer'
    return node.kind === 'app' ? 'server' : ''
  },
}

export default view

export function serverNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `s${index + 1}`)
}

/** Keys that Redis has room to show: of each client, or of each clock. */
function rowsOf(values: Values): number {
  return Math.max(2, values.number('clients'), values.number('skew') > 0 ? values.number('servers') : 0)
}

type Places = Record<string, Point>

/** Half the heights of boxes, about: a client, the balancer, a server, Redis and the service. */
const HALF = { client: 37, balancer: 52, server: 46, asked: 71 }
const CLIENT_PITCH = 92
/** Between boxes that are linked, and between others. */
const [LINKED, APART] = [46, 20]

/** Clients beside the balancer, servers in a row below it, and under them what they ask: Redis and the service. */
function placeWide(clients: readonly string[], servers: readonly string[]): Places {
  const clientsEnd = ((clients.length - 1) / 2) * CLIENT_PITCH + HALF.client
  const y = Math.max(HALF.balancer + LINKED, clientsEnd + APART) + HALF.server
  const bottom = y + HALF.server + LINKED + HALF.asked
  return {
    ...column(clients, -250, CLIENT_PITCH),
    lb: { x: 0, y: 0 },
    ...row(servers, y, 190),
    redis: { x: -150, y: bottom },
    service: { x: 150, y: bottom },
  }
}

function placeNarrow(clients: readonly string[], servers: readonly string[]): Places {
  return {
    ...column(clients, -150, 66),
    lb: { x: 60, y: 0 },
    ...row(servers, 168, 140),
    redis: { x: -118, y: 330 },
    service: { x: 118, y: 330 },
  }
}

function column(names: readonly string[], x: number, gap: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x, y: (index - (names.length - 1) / 2) * gap }]))
}

function row(names: readonly string[], y: number, gap: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x: (index - (names.length - 1) / 2) * gap, y }]))
}
