import type { Check } from '../../network/world'

/**
 * A witness with its own memory: it remembers how many requests each server had open and whether it was out, and
 * looks whether the number grows while the server stays out.
 */
export function noRequestToServersThatAreOut(balancer: string, servers: readonly string[]): Check {
  const before = servers.map(() => ({ open: 0, out: false }))
  return {
    name: 'No request is sent to a server that is out',
    observe(world) {
      const node = world.network.node(balancer)
      if (node === undefined || !node.up) return null
      for (const [index, server] of servers.entries()) {
        const open = node.gauge(`open:${server}`).value
        const out = node.gauge(`healthy:${server}`).value === 0
        const last = before[index] as { open: number; out: boolean }
        const breach = last.out && out && open > last.open
        last.open = open
        last.out = out
        if (breach) return `${server} is out and still gets a request.`
      }
      return null
    },
  }
}
