import { slotCount } from '../../algorithms/hashing/redis-slots'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { failureOf, isSuccess, type Response } from '../../network/message'
import { MIGRATION_ROUND, rangesOf } from './model-cluster-config'
import * as marks from './model-cluster-marks'
import { clusterRequest } from './model-cluster-messages'
import { type ClusterNode, slotSetOf } from './model-cluster-node'

/** A round that takes longer is given up. */
const ROUND_MICROS: Micros = 10_000_000
const KEY_MICROS: Micros = 200_000

/**
 * Slots go from node to node with what is in them, while both serve: IMPORTING there, MIGRATING here, MIGRATE key by key,
 * then the slots have a new owner (Redis Cluster specification, “Live reconfiguration”).
 */
export class ClusterMigration {
  constructor(private readonly own: ClusterNode) {}

  /** Takes from every primary what it has above an equal share, in rounds. */
  *takeOver(): Process {
    const { config } = this.own
    const sources = config.primaries.filter((each) => each !== this.own.node.name)
    const due = Math.ceil(slotCount / (sources.length + 1))
    for (const source of sources) {
      const surplus = config.slotsOf(source)
      surplus.length = Math.max(0, surplus.length - due)
      for (let from = 0; from < surplus.length; from += MIGRATION_ROUND)
        if (!(yield* this.#round(source, surplus.slice(from, from + MIGRATION_ROUND)))) return
    }
  }

  *#round(source: string, slots: readonly number[]): Process<boolean> {
    const { node, config, store, options } = this.own
    const isIn = slotSetOf(slots)
    for (const { key } of store.rows()) if (isIn(key)) store.remove(key)
    for (const slot of slots) config.slots.comes(slot, source)
    const request = clusterRequest({ kind: 'hand over', slots: rangesOf(slots), to: node.name }, ` ${slots.length}`)
    const reply = yield* node.request(source, request, { timeoutMicros: ROUND_MICROS })
    if (reply.kind === 'failed' || !isSuccess(reply)) {
      for (const slot of slots) config.slots.settles(slot, config.slots.owner(slot))
      node.mark(marks.handOverFailed, { node: source, to: node.name, cause: failureOf(reply).cause })
      return false
    }
    const claim = config.takes(slots)
    const keys = Number(reply.response.body)
    const total = config.slotsOf(node.name).length
    node.mark(marks.handedOver, { node: source, to: node.name, slots: slots.length, keys, total })
    this.own.show()
    for (const peer of options.peers) node.spawnFresh(`tell ${peer}`, this.own.tell(peer, claim, null))
    return true
  }

  /** The other end: each key blocks the one thread until it is there, as MIGRATE does. */
  *handOver(asked: readonly number[], to: string): Process<Response> {
    const { node, config, store, options } = this.own
    const slots = asked.filter((slot) => config.slots.owner(slot) === node.name)
    for (const slot of slots) config.slots.leaves(slot, to)
    const isIn = slotSetOf(slots)
    const keys = store.rows().flatMap(({ key }) => (isIn(key) ? [key] : []))
    node.mark(marks.handsOver, { node: node.name, to, slots: slots.length, keys: keys.length })
    for (const key of keys) {
      const failure = yield* this.#move(key, to)
      if (failure !== null) {
        for (const slot of slots) config.slots.settles(slot, config.slots.owner(slot))
        return failure
      }
      yield* node.sleep(options.restMicros)
    }
    return { status: 200, body: keys.length }
  }

  /** @returns why it did not go; null when it did */
  *#move(key: string, to: string): Process<Response | null> {
    const { node, station, store } = this.own
    const by = node.name
    if ((yield* station.seize()).kind === 'rejected') return { status: 503, failure: { cause: 'queue full', by } }
    const row = store.row(key)
    const reply =
      row === null
        ? null
        : yield* node.request(to, clusterRequest({ kind: 'restore', row }, ` ${key}`), { timeoutMicros: KEY_MICROS })
    if (reply !== null && isSuccess(reply)) this.own.remove(key)
    station.release()
    return reply === null || isSuccess(reply) ? null : { status: 503, failure: failureOf(reply) }
  }
}
