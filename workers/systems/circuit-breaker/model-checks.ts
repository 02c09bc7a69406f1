import type { Check } from '../../network/check'
import type { World } from '../../network/world'

/** Calls that were put on the wire from one node to another, counted by the link itself. */
function sentBetween(world: World, from: string, to: string): () => number {
  const one = world.network.node(from)?.index
  const other = world.network.node(to)?.index
  const link = world.network.links.find((own) => own.from === one && own.to === other)
  if (link === undefined) throw new Error(`there is no link from ${from} to ${to}`)
  return () => link.sent
}

/** A witness at the wire: it knows the state that the breaker shows and counts what leaves, nothing else. */
export function nothingLeavesWhileOpen(caller: string, target: string): Check {
  return {
    name: `No call leaves ${caller} while its breaker is open`,
    watch(world) {
      const state = world.network.node(caller)?.fact('breaker')
      const sent = sentBetween(world, caller, target)
      let wasOpen = false
      let before = sent()
      return () => {
        const now = sent()
        const isOpen = state?.value === 'open'
        const breach = wasOpen && isOpen && now > before
        wasOpen = isOpen
        before = now
        return breach ? `A call to ${target} leaves ${caller}, whose breaker is open.` : null
      }
    },
  }
}

/** Counts what leaves from the moment at which the breaker became half-open. */
export function halfOpenLetsFewThrough(caller: string, target: string, permits: number): Check {
  return {
    name: `Half-open, ${caller} lets at most ${permits} ${permits === 1 ? 'call' : 'calls'} through`,
    watch(world) {
      const state = world.network.node(caller)?.fact('breaker')
      const sent = sentBetween(world, caller, target)
      let before = sent()
      return () => {
        if (state?.value !== 'half-open') {
          before = sent()
          return null
        }
        const through = sent() - before
        return through > permits ? `${through} calls leave ${caller} half-open, and ${permits} may.` : null
      }
    },
  }
}

/**
 * Adds up at the end: what left against what arrived, both counted by the links. A start saves up anew, since the budget
 * is memory that a crash wipes.
 */
export function retriesStayWithinBudget(
  askers: readonly string[],
  caller: string,
  target: string,
  percent: number,
  burst: number,
): Check {
  return {
    name: `${caller} sends at most ${100 + percent} % of the calls that it is asked for, and ${burst}`,
    end(world) {
      const arrived = askers.reduce((sum, asker) => sum + sentBetween(world, asker, caller)(), 0)
      const left = sentBetween(world, caller, target)()
      const restarts = world.scenario.script.filter((own) => own.kind === 'restart' && own.node === caller).length
      if (left * 100 <= arrived * (100 + percent) + burst * (1 + restarts) * 100) return null
      return `${left} calls leave ${caller}, which was asked for ${arrived}.`
    },
  }
}
