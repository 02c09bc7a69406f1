import type { RandomStream } from '../kernel/random'
import type { Topology } from '../protocol'
import type { Intervention, LinkEnds } from '../scenario/scenario'
import type { SystemMeta } from '../systems/system'

/** Nodes of these kinds only ask; breaking them breaks no design. */
const ASKING_KINDS: ReadonlySet<string> = new Set(['client', 'agent'])

const PAUSES_MICROS = [50_000, 200_000, 1_000_000, 3_000_000]
const SLOW_FACTORS = [2, 5, 20]
const DELAYS_MICROS = [10_000, 100_000, 1_000_000]
const DROP_PERCENTS = [10, 50, 100]
/** How long a fault lasts that is mended again. */
const OUTAGES_MICROS = [200_000, 1_000_000, 3_000_000]

/** Moments are whole milliseconds, so that a link stays short. */
const GRAIN_MICROS = 1_000

/** What can be done to a system, drawn from a stream: the same stream gives the same faults. */
export class FaultDrawer {
  private readonly nodes: readonly { readonly name: string; readonly kind: string }[]
  private readonly links: readonly LinkEnds[]

  constructor(
    topology: Topology,
    private readonly meta: SystemMeta,
    private readonly horizonMicros: number,
  ) {
    this.nodes = topology.nodes.filter(({ kind }) => !ASKING_KINDS.has(kind))
    this.links = topology.links.flatMap(({ from, to }): LinkEnds[] => {
      const [a, b] = [topology.nodes[from]?.name, topology.nodes[to]?.name]
      return from < to && a !== undefined && b !== undefined ? [[a, b]] : []
    })
  }

  /** One fault, with what mends it when it is one that lasts. Empty when the system has nothing to break. */
  draw(lots: RandomStream): Intervention[] {
    const at = this.moment(lots)
    const until = Math.min(this.horizonMicros, at + lots.pick(OUTAGES_MICROS))
    const actions = this.meta.actions.filter(({ on }) => this.nodes.some(({ kind }) => kind === on))
    const choice = lots.integer(actions.length > 0 ? 8 : 6)
    if (choice >= 6) return this.act(at, lots)
    if (choice >= 3 && this.links.length > 0) return linkFault(choice, at, until, lots.pick([...this.links]), lots)
    if (this.nodes.length === 0) return []
    return nodeFault(choice % 3, at, until, lots.pick([...this.nodes]).name, lots)
  }

  /** Within the middle of the run: what breaks at the very end has no time to show. */
  private moment(lots: RandomStream): number {
    const last = Math.max(1, Math.floor((this.horizonMicros * 0.8) / GRAIN_MICROS))
    return lots.integer(last) * GRAIN_MICROS
  }

  private act(at: number, lots: RandomStream): Intervention[] {
    const targets = this.meta.actions.flatMap(({ id, on }) =>
      this.nodes.filter(({ kind }) => kind === on).map(({ name }) => ({ action: id, target: name })),
    )
    return targets.length === 0 ? [] : [{ at, kind: 'act', ...lots.pick(targets) }]
  }
}

function nodeFault(choice: number, at: number, until: number, node: string, lots: RandomStream): Intervention[] {
  if (choice === 0) return [{ at, kind: 'pause', node, forMicros: lots.pick(PAUSES_MICROS) }]
  if (choice === 1) return [{ at, kind: 'slow', node, factor: lots.pick(SLOW_FACTORS) }]
  const crash: Intervention = { at, kind: 'crash', node }
  const restart: Intervention = { at: until, kind: 'restart', node }
  // To restart what runs is a crash and a start at once: the memory is gone, and hardly anybody notices.
  return lots.pick([[crash], [crash, restart], [{ ...restart, at }]])
}

function linkFault(choice: number, at: number, until: number, link: LinkEnds, lots: RandomStream): Intervention[] {
  if (choice === 3) return [{ at, kind: 'delay', link, extraMicros: lots.pick(DELAYS_MICROS) }]
  if (choice === 4) return [{ at, kind: 'drop', link, percent: lots.pick(DROP_PERCENTS) }]
  const cut: Intervention = { at, kind: 'cut', link }
  return lots.chance(2, 3) ? [cut, { at: until, kind: 'heal', link }] : [cut]
}
