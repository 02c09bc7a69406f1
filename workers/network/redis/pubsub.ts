import type { Client } from './client'
import { matchesGlob } from './glob'
import type { Reply } from './reply'

/** Who listens to which channel and which pattern. */
export class Subscriptions {
  readonly channels = new Map<string, Set<Client>>()
  readonly patterns = new Map<string, Set<Client>>()

  subscribe(client: Client, channel: string): Reply {
    client.channels.add(channel)
    join(this.channels, channel, client)
    return { kind: 'push', items: ['subscribe', channel, client.subscriptions] }
  }

  subscribePattern(client: Client, pattern: string): Reply {
    client.patterns.add(pattern)
    join(this.patterns, pattern, client)
    return { kind: 'push', items: ['psubscribe', pattern, client.subscriptions] }
  }

  /** @param channel null when the client had no channel to leave */
  unsubscribe(client: Client, channel: string | null): Reply {
    if (channel !== null && client.channels.delete(channel)) leave(this.channels, channel, client)
    return { kind: 'push', items: ['unsubscribe', channel, client.subscriptions] }
  }

  unsubscribePattern(client: Client, pattern: string | null): Reply {
    if (pattern !== null && client.patterns.delete(pattern)) leave(this.patterns, pattern, client)
    return { kind: 'push', items: ['punsubscribe', pattern, client.subscriptions] }
  }

  leaveAll(client: Client): void {
    for (const channel of [...client.channels]) this.unsubscribe(client, channel)
    for (const pattern of [...client.patterns]) this.unsubscribePattern(client, pattern)
  }

  /** @returns how many deliveries were made */
  publish(channel: string, message: string): number {
    let deliveries = 0
    for (const client of this.channels.get(channel) ?? []) {
      client.deliver({ kind: 'push', items: ['message', channel, message] })
      deliveries++
    }
    for (const [pattern, clients] of this.patterns) {
      if (!matchesGlob(pattern, channel)) continue
      for (const client of clients) {
        client.deliver({ kind: 'push', items: ['pmessage', pattern, channel, message] })
        deliveries++
      }
    }
    return deliveries
  }
}

function join(table: Map<string, Set<Client>>, name: string, client: Client): void {
  const clients = table.get(name)
  if (clients === undefined) table.set(name, new Set([client]))
  else clients.add(client)
}

function leave(table: Map<string, Set<Client>>, name: string, client: Client): void {
  const clients = table.get(name)
  clients?.delete(client)
  if (clients?.size === 0) table.delete(name)
}
