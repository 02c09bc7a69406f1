import { type Command, command, constant, container, linear, noKeys } from '../command'
import { matchesGlob } from '../glob'
import { Refusal } from '../refusal'
import type { Reply } from '../reply'

const listens = 'pubsub noscript loading stale sentinel'

export const pubsub: readonly Command[] = [
  command('subscribe', -2, listens, noKeys, linear, (redis, client, argv) => {
    return inTurn(argv.slice(1).map((channel) => redis.subscriptions.subscribe(client, channel)))
  }),
  command('psubscribe', -2, listens, noKeys, linear, (redis, client, argv) => {
    return inTurn(argv.slice(1).map((pattern) => redis.subscriptions.subscribePattern(client, pattern)))
  }),
  command('unsubscribe', -1, listens, noKeys, linear, (redis, client, argv) => {
    const channels = argv.length > 1 ? argv.slice(1) : [...client.channels]
    if (channels.length === 0) return redis.subscriptions.unsubscribe(client, null)
    return inTurn(channels.map((channel) => redis.subscriptions.unsubscribe(client, channel)))
  }),
  command('punsubscribe', -1, listens, noKeys, linear, (redis, client, argv) => {
    const patterns = argv.length > 1 ? argv.slice(1) : [...client.patterns]
    if (patterns.length === 0) return redis.subscriptions.unsubscribePattern(client, null)
    return inTurn(patterns.map((pattern) => redis.subscriptions.unsubscribePattern(client, pattern)))
  }),
  command('publish', 3, 'pubsub loading stale fast may_replicate sentinel', noKeys, linear, (redis, _client, argv) =>
    redis.subscriptions.publish(argv[1] as string, argv[2] as string),
  ),
  container('pubsub', '', [
    command('pubsub|channels', -2, 'pubsub loading stale', noKeys, linear, (redis, _client, argv) => {
      if (argv.length > 3) throw wrongSyntax(argv)
      const channels = [...redis.subscriptions.channels.keys()]
      return channels.filter((channel) => argv[2] === undefined || matchesGlob(argv[2], channel))
    }),
    command('pubsub|numsub', -2, 'pubsub loading stale', noKeys, linear, (redis, _client, argv) =>
      argv.slice(2).flatMap((channel) => [channel, redis.subscriptions.channels.get(channel)?.size ?? 0]),
    ),
    command('pubsub|numpat', 2, 'pubsub loading stale', noKeys, constant, (redis) => redis.subscriptions.patterns.size),
  ]),
]

function wrongSyntax(argv: readonly string[]): Refusal {
  return new Refusal(`ERR unknown subcommand or wrong number of arguments for '${argv[1]}'. Try PUBSUB HELP.`)
}

function inTurn(items: readonly Reply[]): Reply {
  return items.length === 1 ? (items[0] as Reply) : { kind: 'sequence', items }
}
