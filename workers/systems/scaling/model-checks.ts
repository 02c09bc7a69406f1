import type { Check } from '../../network/check'
import type { Node } from '../../network/node'
import { NO_IDLE_WORKER, ONLY_READY, WITHIN_BOUNDS } from './meta-checks'

/** Remembers how many requests each machine had open, and looks whether that grows while it is off or boots. */
export function onlyReadyMachinesGetRequests(pool: string, machines: readonly string[]): Check {
  return {
    name: ONLY_READY,
    watch(world) {
      const rows = machines.map((name) => ({
        name,
        open: 0,
        gauge: world.network.node(pool)?.gauge(`open:${name}`),
        power: world.network.node(name)?.fact('power'),
      }))
      return () => {
        let breach: string | null = null
        for (const row of rows) {
          const open = row.gauge?.value ?? 0
          const power = row.power?.value
          if (open > row.open && (power === 'off' || power === 'booting'))
            breach = `${row.name} gets a request, and it is ${power}.`
          row.open = open
        }
        return breach
      }
    },
  }
}

/** Looks at every moment whether somebody waits although a machine that gets requests has a worker for it. */
export function nobodyWaitsWhileAWorkerIdles(pool: string, machines: readonly string[]): Check {
  return {
    name: NO_IDLE_WORKER,
    watch(world) {
      const node = world.network.node(pool)
      if (node === undefined) return () => null
      const queue = node.gauge('queue')
      const rows = machines.map((name) => ({
        name,
        open: node.gauge(`open:${name}`),
        healthy: node.gauge(`healthy:${name}`),
        workers: workersOf(world.network.node(name)),
      }))
      return () => {
        const idle = rows.find(({ open, healthy, workers }) => healthy.value === 1 && open.value < workers())
        if (idle === undefined) return null
        if (queue.value > 0) return `${idle.name} has a free worker and ${queue.value} wait in the one queue.`
        const full = rows.find(({ open, workers }) => open.value > workers())
        return full === undefined ? null : `${idle.name} has a free worker while a request waits at ${full.name}.`
      }
    },
  }
}

function workersOf(node: Node | undefined): () => number {
  const gauge = node?.gauge('workers')
  return () => gauge?.value ?? 0
}

/** Counts the machines that run or boot by what each says of itself. */
export function fleetStaysWithinBounds(machines: readonly string[], min: number, max: number): Check {
  return {
    name: WITHIN_BOUNDS,
    watch(world) {
      const powers = machines.map((name) => world.network.node(name)?.fact('power'))
      return () => {
        const kept = powers.filter((power) => power?.value === 'ready' || power?.value === 'booting').length
        return kept < min || kept > max ? `${kept} machines run, and ${min} to ${max} are allowed.` : null
      }
    },
  }
}
