import type { Client } from './client'
import type { Effect, Redis } from './redis'
import { isError } from './reply'

/** Applies the changes of a primary, or of an append-only file, to a server as they come. */
export class EffectReader {
  readonly #redis: Redis
  readonly #client: Client
  /** The database of the last change. */
  #selected: number

  constructor(redis: Redis) {
    this.#redis = redis
    this.#client = redis.connect(() => {})
    this.#selected = this.#client.database.index
  }

  /** @throws {RangeError} when a change cannot be made here: then the two servers have drifted apart */
  apply({ database, argv }: Effect): void {
    // By a command, as in the stream of Redis: within a transaction it has to wait for its turn among the others.
    if (database !== this.#selected) this.#execute(['SELECT', String(database)])
    this.#selected = database
    this.#execute(argv)
  }

  #execute(argv: readonly string[]): void {
    const { isReplica } = this.#redis.config
    this.#redis.config.isReplica = false
    const reply = this.#redis.execute(this.#client, argv)
    this.#redis.config.isReplica = isReplica
    if (isError(reply)) throw new RangeError(`A change failed here: ${argv[0]} ${argv[1]}: ${reply.text}`)
  }
}
