import type { Client, Watched } from './client'
import type { Database } from './database'

/** Which clients watch which keys (WATCH), so that a change makes their next EXEC fail. */
export class Watches {
  readonly #byKey = new Map<Database, Map<string, Set<Client>>>()

  watch(client: Client, database: Database, key: string): void {
    if (client.watched.some((own) => own.database === database && own.key === key)) return
    const entry = database.peek(key)
    client.watched.push({ database, key, wasExpired: entry !== undefined && database.isExpired(entry) })
    let keys = this.#byKey.get(database)
    if (keys === undefined) {
      keys = new Map()
      this.#byKey.set(database, keys)
    }
    const clients = keys.get(key)
    if (clients === undefined) keys.set(key, new Set([client]))
    else clients.add(client)
  }

  unwatch(client: Client): void {
    for (const { database, key } of client.watched) {
      const clients = this.#byKey.get(database)?.get(key)
      clients?.delete(client)
      if (clients?.size === 0) this.#byKey.get(database)?.delete(key)
    }
    client.watched = []
  }

  modified(database: Database, key: string): void {
    const clients = this.#byKey.get(database)?.get(key)
    if (clients === undefined) return
    for (const client of [...clients]) {
      const index = client.watched.findIndex((own) => own.database === database && own.key === key)
      const watched = client.watched[index] as Watched
      if (watched.wasExpired && database.peek(key) === undefined) {
        // It was as good as gone when the client looked at it, so that it goes is no change.
        client.watched[index] = { ...watched, wasExpired: false }
        continue
      }
      if (watched.wasExpired) continue
      client.isStale = true
      this.unwatch(client)
    }
  }

  /** Whether a watched key has passed its deadline since. */
  hasExpired(client: Client): boolean {
    return client.watched.some(({ database, key, wasExpired }) => {
      const entry = database.peek(key)
      return !wasExpired && entry !== undefined && database.isExpired(entry)
    })
  }
}
