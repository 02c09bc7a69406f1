import type { Client } from './client'
import type { Effect, Redis } from './redis'
import { isError } from './reply'

/** Applies the changes of a primary, or of an append-only file, to a server as they come. */
export class EffectReader {
  readonly #redis: Redis
  readonly #client: Client

  constructor(redis: Redis) {
    this.#redis = redis
    this.#client = redis.connect(() => {})
  }

  /** @throws {RangeError} when a change cannot be made here: then the two servers have drifted apart */
  apply({ database, argv }: Effect): void {
    const target = this.#redis.databases[database]
    if (target === undefined) throw new RangeError(`There is no database ${database} here.`)
    this.#client.database = target
    const { isReplica } = this.#redis.config
    this.#redis.config.isReplica = false
    const reply = this.#redis.execute(this.#client, argv)
    this.#redis.config.isReplica = isReplica
    if (isError(reply)) throw new RangeError(`A change failed here: ${argv[0]} ${argv[1]}: ${reply.text}`)
  }
}
