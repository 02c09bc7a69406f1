import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Node } from '../network/node'
import { type LeasedCommand, LeasedStore, type LeasedStoreOptions } from './leased-store'
import { HEALTH_TARGET, refusedFull } from './server'

export interface LeasedCacheOptions extends LeasedStoreOptions {
  readonly workers: number
  readonly queueCapacity: number
  /** Work of one command. */
  readonly serviceMicros: Micros
}

/**
 * A cache node in the manner of memcached with the leases of Facebook: a `LeasedStore` behind a station; a crash wipes it.
 * The health page is answered without a worker.
 *
 * Reading: that of the store, `busy`, `queue`.
 */
export class LeasedCache implements Component {
  readonly #node: Node
  readonly #options: LeasedCacheOptions
  readonly #station: Station
  readonly #store: LeasedStore

  constructor(node: Node, options: LeasedCacheOptions) {
    this.#node = node
    this.#options = options
    this.#station = node.station({ workers: options.workers, queueCapacity: options.queueCapacity })
    this.#store = new LeasedStore(node, options)
  }

  *handle(request: Request): Process<Response> {
    if (request.label === HEALTH_TARGET) return { status: 200 }
    const refusal = yield* serveCommand(this.#node, this.#station, this.#options.serviceMicros, request.label)
    if (refusal !== null) return refusal
    return this.#store.run(request.key ?? '', request.body as unknown as LeasedCommand)
  }

  slowdown(factor: number): void {
    this.#station.slowdown = factor
  }
}

/** Waits for a worker and its work. @returns null when it is done, or the answer to one for whom there is no room */
export function* serveCommand(
  node: Node,
  station: Station,
  workMicros: Micros,
  label: string,
): Process<Response | null> {
  const verdict = yield* station.serve(workMicros)
  if (verdict.kind === 'served') return null
  const { queueCapacity: capacity, policy } = station.options
  node.mark(refusedFull, { node: node.name, label, capacity, policy })
  return { status: 503, failure: { cause: verdict.reason, by: node.name } }
}
