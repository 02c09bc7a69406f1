import { HealthProber } from '../../components/health-prober'
import type { Process } from '../../kernel/process'
import { isSuccess, type Reply } from '../../network/message'
import type { Claim } from './model-cluster-config'
import * as marks from './model-cluster-marks'
import { type ClusterMessage, clusterRequest } from './model-cluster-messages'
import type { ClusterNode } from './model-cluster-node'

/**
 * Which nodes a node of the cluster reaches, and what follows: a primary that does not reach a majority serves nobody; a
 * copy that does not reach its primary asks the other primaries for their votes (Redis Cluster specification, “Failure
 * detection”, “Replica election and promotion”). Here each node judges by its own probes, and a primary votes only against
 * one that it does not reach either.
 */
export class ClusterHealth {
  readonly #out = new Set<string>()
  #isJoined = true
  #isServing = true

  constructor(private readonly own: ClusterNode) {}

  *watch(): Process {
    const { node, options } = this.own
    const prober = new HealthProber(node, options.health)
    yield* node.all(
      options.peers.map((peer) =>
        prober.watch(
          peer,
          (isWell) => this.#changed(peer, isWell),
          () => this.#isWatched(peer),
        ),
      ),
    )
  }

  /** Back after a crash: what has become of its slots? It serves nobody until a majority has told it. */
  *rejoin(): Process {
    const { node, config, options } = this.own
    this.#isJoined = false
    const timeoutMicros = options.health.intervalMicros
    const former = config.slotsOf(node.name)
    for (let heard = new Set<string>(); heard.size + 1 < config.majority; yield* node.sleep(timeoutMicros)) {
      heard = new Set()
      for (const peer of options.peers) {
        const reply = yield* node.request(peer, clusterRequest({ kind: 'slots' }), { timeoutMicros })
        if (this.#adopts(reply) && config.primaries.includes(peer)) heard.add(peer)
      }
    }
    this.#isJoined = true
    const primary = config.follows ?? config.slots.owner(former[0] ?? -1) ?? null
    if (primary !== null && primary !== node.name) node.spawnFresh(`copy ${primary}`, this.own.copies(primary))
    this.own.show()
  }

  /** Whether a primary may serve now; says so when it may not. */
  serves(): boolean {
    const { node, config } = this.own
    const reached = config.primaries.filter((each) => each === node.name || !this.#out.has(each)).length
    const needed = config.majority
    const serves = this.#isJoined && reached >= needed
    if (this.#isServing && !serves) {
      const why = this.#isJoined ? 'it is cut off' : 'it has just come back'
      node.mark(marks.isDown, { node: node.name, reached, needed, why })
    }
    this.#isServing = serves
    return serves
  }

  votes({ epoch, of, by }: ClusterMessage & { kind: 'vote' }): boolean {
    const { node, config } = this.own
    const why = !config.primaries.includes(node.name)
      ? 'it is no primary'
      : !this.#out.has(of)
        ? `it reaches ${of}`
        : epoch <= config.lastVote || epoch <= config.epochOf(of)
          ? `it has voted in epoch ${config.lastVote}`
          : null
    if (why !== null) {
      node.mark(marks.voteRefused, { node: node.name, by, of, why })
      return false
    }
    config.lastVote = epoch
    config.epoch = Math.max(config.epoch, epoch)
    node.mark(marks.voted, { node: node.name, by, of, epoch })
    return true
  }

  #isWatched(peer: string): boolean {
    const { config, node } = this.own
    const isWatched =
      config.follows === peer || (config.primaries.includes(node.name) && config.primaries.includes(peer))
    if (!isWatched) this.#out.delete(peer)
    return isWatched
  }

  #changed(peer: string, isWell: boolean): void {
    if (isWell) this.#out.delete(peer)
    else this.#out.add(peer)
    if (!isWell && this.own.config.follows === peer)
      this.own.node.spawnFresh(`take the place of ${peer}`, this.#election(peer))
  }

  *#election(primary: string): Process {
    const { node, config, options } = this.own
    const lots = node.random('election')
    const { intervalMicros } = options.health
    while (config.follows === primary && this.#out.has(primary)) {
      // Time for the others to notice too, and not the same for two that want it.
      yield* node.sleep(Math.floor(intervalMicros / 2) + lots.integer(intervalMicros))
      const epoch = ++config.epoch
      const needed = config.majority
      node.mark(marks.asksForVotes, { node: node.name, of: primary, epoch, needed })
      const voters = config.primaries.filter((each) => each !== primary)
      const request = clusterRequest({ kind: 'vote', epoch, of: primary, by: node.name }, ` epoch ${epoch}`)
      const timeout = { timeoutMicros: intervalMicros }
      const replies = yield* node.all(voters.map((voter) => this.#ask(voter, request, timeout)))
      const votes = replies.filter(isSuccess).length
      if (config.follows !== primary || !this.#out.has(primary)) return
      if (votes >= needed) return yield* this.own.replaces(primary, epoch, votes)
      node.mark(marks.notElected, { node: node.name, votes, needed, epoch })
    }
  }

  *#ask(voter: string, request: ReturnType<typeof clusterRequest>, timeout: { timeoutMicros: number }): Process<Reply> {
    return yield* this.own.node.request(voter, request, timeout)
  }

  #adopts(reply: Reply): boolean {
    if (reply.kind === 'failed' || !isSuccess(reply)) return false
    for (const claim of reply.response.body as unknown as readonly Claim[]) this.own.config.adopt(claim)
    return true
  }
}
