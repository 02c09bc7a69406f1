import type { Check } from '../../network/check'

/**
 * A witness with its own memory: it remembers how many requests each server had open and whether it was out, ejected or
 * drained, and looks whether the number grows while that lasts. In a panic the balancer ignores health, but never a drain.
 */
export function noRequestToServersThatAreOut(balancer: string, servers: readonly string[]): Check {
  return {
    name: 'No request is sent to a server that is out',
    watch(world) {
      const node = world.network.node(balancer)
      if (node === undefined) return () => null
      const rows = servers.map((server) => ({
        server,
        openGauge: node.gauge(`open:${server}`),
        healthyGauge: node.gauge(`healthy:${server}`),
        ejectedGauge: node.gauge(`ejected:${server}`),
        drainingGauge: node.gauge(`draining:${server}`),
        open: 0,
        out: false,
      }))
      const panicGauge = node.gauge('panic')
      return () => {
        let breach: string | null = null
        for (const row of rows) {
          const open = row.openGauge.value
          const isUnfit = row.healthyGauge.value === 0 || row.ejectedGauge.value === 1
          const out = row.drainingGauge.value === 1 || (isUnfit && panicGauge.value !== 1)
          if (row.out && out && open > row.open) breach = `${row.server} is out and still gets a request.`
          row.open = open
          row.out = out
        }
        return breach
      }
    },
  }
}
