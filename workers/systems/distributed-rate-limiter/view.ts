import type { Point, SystemView } from '../system'

const view: SystemView = {
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
        return { type: 'redis', rows: 4, isBrief: false }
      case 'service':
        return {
          type: 'arrivals',
          limit: values.number('limit'),
          windowMicros: values.number('window'),
          workers: values.number('workers'),
        }
      default:
        return {
          type: 'tally',
          lines: [
            { key: 'passed', label: 'let pass', isMain: true },
            { key: 'refused', label: 'refused' },
            { key: 'alone', label: 'without Redis' },
            { key: 'clock', label: 'clock' },
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

type Places = Record<string, Point>

function placeWide(clients: readonly string[], servers: readonly string[]): Places {
  return {
    ...column(clients, 0, 110),
    lb: { x: 200, y: 0 },
    ...column(servers, 440, 150),
    redis: { x: 740, y: -110 },
    service: { x: 740, y: 120 },
  }
}

/** Clients, balancer, servers in a row, Redis and the service below. */
function placeNarrow(clients: readonly string[], servers: readonly string[]): Places {
  return {
    ...row(clients, 0, 130),
    lb: { x: 0, y: 110 },
    ...row(servers, 250, 136),
    redis: { x: 0, y: 412 },
    service: { x: 0, y: 606 },
  }
}

function column(names: readonly string[], x: number, gap: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x, y: (index - (names.length - 1) / 2) * gap }]))
}

function row(names: readonly string[], y: number, gap: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x: (index - (names.length - 1) / 2) * gap, y }]))
}
