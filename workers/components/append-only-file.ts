import type { Effect } from '../network/redis/redis'

/** appendfsync: after every change, once a second, or when the operating system likes. */
export type FsyncPolicy = 'always' | 'everysec' | 'no'

/**
 * The append-only file of a Redis: the changes that it was told, and how many of them the disk has. It belongs to the
 * machine, so it outlives a crash; what the disk does not have then is lost.
 */
export class AppendOnlyFile {
  readonly policy: FsyncPolicy
  #effects: Effect[] = []
  #synced = 0

  constructor(policy: FsyncPolicy) {
    this.policy = policy
  }

  append(effects: readonly Effect[]): void {
    this.#effects.push(...effects)
    if (this.policy === 'always') this.sync()
  }

  sync(): void {
    this.#synced = this.#effects.length
  }

  /** Changes that a crash would lose now. */
  get unsynced(): number {
    return this.#effects.length - this.#synced
  }

  /** The machine has crashed: forgets what was not on the disk. */
  recover(): { readonly effects: readonly Effect[]; readonly lost: number } {
    const lost = this.unsynced
    this.#effects = this.#effects.slice(0, this.#synced)
    return { effects: this.#effects, lost }
  }
}
