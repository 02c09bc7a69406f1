import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { isSuccess, type Reply, type Request } from '../../network/message'
import type { Node } from '../../network/node'
import type { Claim } from './model-cluster-config'
import * as marks from './model-cluster-marks'
import { asking, clusterRequest, redirectOf } from './model-cluster-messages'
import type { Fleet } from './model-fleet'

/** How often a command is sent on. */
const REDIRECTS = 5
/** Between two looks at the map that were caused by failures. */
const REST_MICROS: Micros = 50_000

/** What came of a command, and which node it was that answered. `isAsked`: it has the slot not for good yet. */
export interface Sent {
  readonly reply: Reply
  readonly cache: string
  readonly isAsked: boolean
}

/** Sends commands to cache nodes and goes where they send it; a node that moves slots or fails makes it look at the map. */
export class CacheClient {
  #isLooking = false

  constructor(
    private readonly node: Node,
    private readonly fleet: Fleet,
    private readonly timeoutMicros: Micros,
    private readonly mapChanged: () => void,
  ) {}

  *send(first: string, request: Request): Process<Sent> {
    const { node, fleet, timeoutMicros } = this
    let [cache, isAsked] = [first, false]
    for (let turn = 0; ; turn++) {
      const reply = yield* node.request(cache, isAsked ? asking(request) : request, { timeoutMicros })
      const redirect = redirectOf(reply)
      if (redirect === null || fleet.slots === null || turn === REDIRECTS) {
        if (fleet.slots !== null && !isSuccess(reply)) this.#look(cache)
        return { reply, cache, isAsked }
      }
      const { slot, to } = redirect
      const key = request.key ?? ''
      isAsked = redirect.kind === 'ask'
      if (isAsked) node.mark(marks.askAt, { key, slot, cache, to })
      else {
        node.mark(marks.movedTo, { app: node.name, key, slot, cache, to })
        fleet.slots.moved(slot, to)
        this.#look(cache)
      }
      cache = to
    }
  }

  #look(failed: string): void {
    if (this.#isLooking) return
    this.#isLooking = true
    this.node.spawnFresh('look at the map', this.#learn(failed))
  }

  /** Asks the others for the map, one after another until one answers. */
  *#learn(failed: string): Process {
    const { node, fleet, timeoutMicros } = this
    for (const cache of fleet.caches) {
      if (cache === failed || fleet.slots === null) continue
      const reply = yield* node.request(cache, clusterRequest({ kind: 'slots' }), { timeoutMicros })
      if (reply.kind === 'failed' || !isSuccess(reply)) continue
      const changed = fleet.slots.adopt(reply.response.body as unknown as readonly Claim[])
      if (changed > 0) node.mark(marks.mapLearnt, { app: node.name, from: cache, changed })
      break
    }
    this.mapChanged()
    yield* node.sleep(REST_MICROS)
    this.#isLooking = false
  }
}
