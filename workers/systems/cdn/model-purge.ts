import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import type { Request } from '../../network/message'
import type { Node } from '../../network/node'
import * as marks from './model-marks'

export interface PurgeOptions {
  /** How long a purge waits in the queue of the control plane before it is sent to a cache: uniformly up to this. */
  readonly delayMicros: Micros
  readonly timeoutMicros: Micros
  /** Whether it is sent again until it is acknowledged. */
  readonly isRepeated: boolean
}

const AGAIN_AFTER_MICROS = 500_000

/** Sends a purge from a node to caches, to each after a wait of its own. */
export class PurgeSender {
  private readonly waits: RandomStream

  constructor(
    private readonly node: Node,
    private readonly options: PurgeOptions,
  ) {
    this.waits = node.random('purge')
  }

  /** Ends when all have acknowledged it, or will never hear of it. */
  *toAll(caches: readonly string[], request: Request): Process {
    const { node } = this
    yield* node.all(caches.map((cache) => this.to(cache, this.waits.integer(this.options.delayMicros + 1), request)))
  }

  private *to(cache: string, wait: Micros, request: Request): Process {
    const { node, options } = this
    const { label } = request
    yield* node.sleep(wait)
    for (;;) {
      const reply = yield* node.request(cache, request, { timeoutMicros: options.timeoutMicros })
      if (reply.kind === 'answered') return
      const { cause } = reply.failure
      if (!options.isRepeated) return node.mark(marks.purgeLost, { cache, label, cause })
      node.mark(marks.purgeAgain, { cache, label, cause, wait: AGAIN_AFTER_MICROS })
      yield* node.sleep(AGAIN_AFTER_MICROS)
    }
  }
}
