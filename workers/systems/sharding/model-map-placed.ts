import type { Modulo } from '../../algorithms/hashing/modulo'
import { hashTag, RedisSlots } from '../../algorithms/hashing/redis-slots'
import { Ring } from '../../algorithms/hashing/ring'
import type { Node } from '../../network/node'
import { groupDigits } from '../../trace/sentence'
import type { ShardMap } from './model-map'
import * as marks from './model-marks'

type Placed = Modulo | Ring | RedisSlots

interface Change {
  readonly shard: string
  readonly isLeaving: boolean
}

/** Keys placed by their hash. */
export class PlacedShards implements ShardMap {
  readonly #placement: Placed

  constructor(
    /** The placement of the beginning. Slots remember who handed them over, so all changes are played on it again. */
    private readonly initial: () => Placed,
    private readonly changes: readonly Change[] = [],
  ) {
    this.#placement = initial()
    for (const { shard, isLeaving } of changes)
      if (isLeaving) this.#placement.remove(shard)
      else this.#placement.add(shard)
  }

  get shards(): readonly string[] {
    return this.#placement.nodes
  }
  locate(key: string): string | null {
    return this.#placement.locate(key)
  }
  /** Keys of one hash tag have one slot, so a span within a tag has one shard. */
  spanned(from: string, to: string): readonly string[] {
    const tag = hashTag(from)
    const isWithinTag = tag !== null && from.startsWith(`{${tag}}`) && to.startsWith(`{${tag}}`)
    if (!(this.#placement instanceof RedisSlots) || !isWithinTag) return this.shards
    return [this.#placement.locate(from) as string]
  }
  explain(key: string, node: Node): void {
    const steps = this.#placement.explain(key)
    if (steps?.kind === 'modulo') {
      const { hash, nodeCount, index } = steps
      node.mark(marks.byRemainder, { key, shard: steps.node, hash, count: nodeCount, index })
    } else if (steps?.kind === 'ring')
      node.mark(marks.byPoint, { key, shard: steps.node, hash: steps.hash, replica: steps.point.replica })
    else if (steps?.isTagged === true)
      node.mark(marks.byTag, { key, shard: steps.node, slot: steps.slot, tag: steps.hashed })
    else if (steps?.kind === 'slot') node.mark(marks.bySlot, { key, shard: steps.node, slot: steps.slot })
  }
  owned(shard: string): string {
    const placement = this.#placement
    const index = this.shards.indexOf(shard)
    if (index < 0) return ''
    if (placement instanceof Ring) return `${Math.round(1_000 * placement.share(shard)) / 10} % of the ring`
    if (!(placement instanceof RedisSlots)) return `hash mod ${this.shards.length} = ${index}`
    return `${groupDigits(placement.owners().filter((owner) => owner === shard).length)} slots`
  }
  grown(shard: string): ShardMap {
    return new PlacedShards(this.initial, [...this.changes, { shard, isLeaving: false }])
  }
  shrunk(shard: string): ShardMap {
    return new PlacedShards(this.initial, [...this.changes, { shard, isLeaving: true }])
  }
}
