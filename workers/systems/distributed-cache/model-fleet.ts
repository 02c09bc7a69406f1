import { GuideRing } from '../../algorithms/hashing/guide-ring'
import { Modulo } from '../../algorithms/hashing/modulo'
import type { Placement } from '../../algorithms/hashing/placement'
import { Rendezvous } from '../../algorithms/hashing/rendezvous'
import { Ring } from '../../algorithms/hashing/ring'
import type { SlotMap } from './model-slot-map'

/** What becomes of the keys of a node that is out: they move, another node stands in, a copy answers, or the nodes agree. */
export type Failover = 'moves' | 'gutter' | 'copies' | 'cluster'

const POINTS = 128

export function failoverOf(variant: string): Failover {
  if (variant === 'gutter' || variant === 'copies' || variant === 'cluster') return variant
  return 'moves'
}

/** Where keys live, as one application sees it: it alone knows which nodes it finds out. */
export class Fleet {
  readonly failover: Failover
  readonly out = new Set<string>()
  #placement: Pick<Placement, 'locate' | 'explain'>
  readonly #ranks = new Map<string, readonly string[]>()

  constructor(
    private readonly variant: string,
    readonly caches: readonly string[],
    /** Stands in for nodes that are out; null without one. */
    readonly gutter: string | null,
    /** Who has which slot, as far as this application knows; null where keys are placed otherwise. */
    readonly slots: SlotMap | null = null,
  ) {
    this.failover = failoverOf(variant)
    this.#placement = slots ?? placed(variant, caches)
  }

  get alive(): readonly string[] {
    return this.caches.filter((name) => !this.out.has(name))
  }

  /** The node that a key belongs to now; null when none is left. */
  owner(key: string): string | null {
    return this.#placement.locate(key)
  }

  /** Every node that may have the key, whether it is out or not. */
  homes(key: string): readonly string[] {
    if (this.failover === 'copies') return this.#twoBest(key)
    const owner = this.owner(key)
    if (owner === null) return []
    return this.gutter === null ? [owner] : [owner, this.gutter]
  }

  /** A node is found out, or well again. @returns the keys that have another home now */
  set(node: string, isOut: boolean, keys: readonly string[]): number {
    if (isOut) this.out.add(node)
    else this.out.delete(node)
    if (this.failover !== 'moves') return 0
    const before = keys.map((key) => this.owner(key))
    this.#placement = placed(this.variant, this.alive)
    return keys.filter((key, index) => this.owner(key) !== before[index]).length
  }

  /** Share of the keys that belong to a node. */
  share(node: string, keys: readonly string[]): number {
    return (
      keys.filter((key) => (this.failover === 'copies' ? this.#twoBest(key).includes(node) : this.owner(key) === node))
        .length / keys.length
    )
  }

  /** The two nodes with the highest scores for a key (rendezvous hashing); they do not change when a node is out. */
  #twoBest(key: string): readonly string[] {
    const known = this.#ranks.get(key)
    if (known !== undefined) return known
    const steps = this.#placement.explain(key)
    const scores = steps?.kind === 'rendezvous' ? [...steps.scores] : []
    const best = scores
      .sort((a, b) => b.score - a.score)
      .slice(0, 2)
      .map(({ node }) => node)
    this.#ranks.set(key, best)
    return best
  }
}

function placed(variant: string, nodes: readonly string[]): Placement {
  switch (variant) {
    case 'guide':
      return new GuideRing(nodes)
    case 'modulo':
      return new Modulo(nodes)
    case 'ring':
    case 'gutter':
      return new Ring(nodes, { pointsPerNode: POINTS })
    case 'copies':
      return new Rendezvous(nodes)
    default:
      throw new Error(`there is no fleet ${variant}`)
  }
}
