import type { Check } from '../../network/check'
import type { World } from '../../network/world'
import { NOTHING_LOST, ONE_HOLDER, TOKENS_IN_ORDER } from './meta-checks'

/** A write that the account has accepted. */
export interface Write {
  readonly deposit: string
  readonly worker: string
  /** Version that the worker had read before, from 0. */
  readonly basedOn: number
  readonly token: number
}

interface Version {
  readonly deposit: string
  readonly basedOn: number
}

/**
 * The witnesses of a lock. They know who believes to hold it, which versions the account took and from which version
 * each was made, and what was acknowledged; nothing of leases, tokens or Redis.
 */
export class LockWitness {
  private grants = 0
  private readonly holders = new Set<string>()
  private readonly versions: Version[] = []
  private readonly lost = new Set<string>()
  private readonly acknowledged = new Set<string>()
  private highest: Write | null = null
  private older: string | null = null
  private missing: string | null = null

  /** @returns how many times the lock was given so far */
  granted(worker: string): number {
    this.holders.add(worker)
    return ++this.grants
  }

  /** The worker no longer believes to hold it. */
  left(worker: string): void {
    this.holders.delete(worker)
  }

  wrote(write: Write): void {
    const { highest } = this
    if (highest !== null && write.token < highest.token) {
      this.older ??= `The write of ${write.worker} with token ${write.token} is accepted after one with ${highest.token}.`
    } else this.highest = write
    const kept = this.contentsOf(write.basedOn)
    for (const deposit of this.contentsOf(this.versions.length)) if (!kept.has(deposit)) this.lose(deposit, write)
    this.versions.push(write)
  }

  acknowledge(deposit: string): void {
    this.acknowledged.add(deposit)
    if (this.lost.has(deposit))
      this.missing ??= `${deposit} is acknowledged, and the account does not have it any more.`
  }

  get checks(): readonly Check[] {
    return [
      { name: ONE_HOLDER, watch: (world) => () => this.holdersIn(world) },
      { name: TOKENS_IN_ORDER, watch: () => () => this.older },
      { name: NOTHING_LOST, watch: () => () => this.missing },
    ]
  }

  private holdersIn(world: World): string | null {
    if (this.holders.size < 2) return null
    const alive = [...this.holders].filter((name) => world.network.node(name)?.up === true)
    return alive.length < 2 ? null : `${alive.join(' and ')} both hold the lock.`
  }

  /** Deposits that a version has in it. */
  private contentsOf(version: number): Set<string> {
    const contents = new Set<string>()
    for (let at = version; at > 0; at = this.versions[at - 1]?.basedOn ?? 0) {
      contents.add(this.versions[at - 1]?.deposit ?? '')
    }
    return contents
  }

  private lose(deposit: string, by: Write): void {
    this.lost.add(deposit)
    if (this.acknowledged.has(deposit))
      this.missing ??= `${by.worker} writes over ${deposit}, which was acknowledged: the account does not have it any more.`
  }
}
