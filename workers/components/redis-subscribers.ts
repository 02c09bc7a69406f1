import type { Process } from '../kernel/process'
import type { Request } from '../network/message'
import type { Node } from '../network/node'
import type { Redis } from '../network/redis/redis'
import type { Reply } from '../network/redis/reply'

/** A node that is subscribed from each start on: every message is sent to it once, and one that is lost is lost. */
export interface Subscriber {
  readonly node: string
  readonly channel: string
}

/** The body of what a subscriber is sent; the label begins with `MESSAGE_LABEL`. */
export type PublishedMessage = { readonly channel: string; readonly message: string }

export const MESSAGE_LABEL = 'message '

export function subscribeAll(node: Node, redis: Redis, subscribers: readonly Subscriber[]): void {
  for (const { node: to, channel } of subscribers) {
    const client = redis.connect((reply) => {
      const message = messageOf(reply)
      if (message !== null) node.spawn(`deliver ${message}`, deliver(node, to, { channel, message }))
    })
    redis.execute(client, ['SUBSCRIBE', channel])
  }
}

function* deliver(node: Node, to: string, body: PublishedMessage): Process {
  const request: Request = { label: `${MESSAGE_LABEL}${body.message}`, body }
  yield* node.request(to, request)
}

function messageOf(reply: Reply): string | null {
  if (typeof reply !== 'object' || reply === null || !('kind' in reply) || reply.kind !== 'push') return null
  const [kind, , message] = reply.items
  return kind === 'message' ? String(message) : null
}
