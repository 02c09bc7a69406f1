import { partsOf } from './reply-splitter'

/**
 * Where our replies may differ from Redis's, command by command: what is compared instead of the bytes. Everything else
 * must be equal. The table in workers/network/redis/README.md prints these sentences.
 */
export const differences: Readonly<Record<string, string>> = {
  smembers: 'members in the order in which they were added; Redis has the order of its hash table',
  sunion: 'as SMEMBERS',
  sinter: 'as SMEMBERS',
  sdiff: 'as SMEMBERS',
  sscan: 'everything at once; Redis walks its hash table',
  spop: 'which members are drawn',
  srandmember: 'which members are drawn',
  hrandfield: 'which fields are drawn',
  zrandmember: 'which members are drawn',
  randomkey: 'which key is drawn',
  keys: 'keys in the order in which they came',
  scan: 'keys in the order in which they came, and other cursors',
  'xinfo|stream': 'the number of nodes of the radix tree',
  'pubsub|channels': 'channels in the order in which they were subscribed',
  psubscribe: 'messages of several patterns in the order in which they were subscribed',
  unsubscribe: 'without arguments: channels in the order in which they were subscribed',
  punsubscribe: 'as UNSUBSCRIBE',
  '(any)':
    'a RESP3 client that hears of its own command: messages come before the reply; in Redis they may also come behind it or inside it',
  hello: 'the number of the client',
  pfadd: 'an empty HyperLogLog is dense as all are, where Redis keeps it sparse',
}

export type Queued = readonly (readonly string[])[]

const unordered = new Set(['smembers', 'sunion', 'sinter', 'sdiff', 'keys', 'spop'])
const scans = new Set(['scan', 'sscan'])
const draws = new Set(['srandmember', 'hrandfield', 'zrandmember', 'randomkey'])

/** Dense with every register zero, or sparse with one run of zeros. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a HyperLogLog is binary.
const emptySketch = /\$(?:12304\r\nHYLL\0[\s\S]{11}\0{12288}|18\r\nHYLL\x01[\s\S]{11}\x7f\xff)\r\n/

/**
 * What of a reply must be equal.
 *
 * @param queued the commands that EXEC answers
 */
export function normalised(argv: readonly string[], reply: string, queued: Queued = []): string {
  if (emptySketch.test(reply)) return normalised(argv, reply.replace(emptySketch, '+empty HyperLogLog\r\n'), queued)
  const name = (argv[0] ?? '').toLowerCase()
  if (name === 'exec' && reply[0] === '*') {
    const { head, items } = partsOf(reply)
    return head + items.map((item, index) => normalised(queued[index] ?? [], item)).join('')
  }
  if (name === 'pubsub' && /^channels$/i.test(argv[1] ?? '')) return sorted(reply)
  if (!'*~$%'.includes(reply[0] ?? '')) return reply
  if (unordered.has(name)) return sorted(reply)
  if (scans.has(name)) {
    // Only a walk that sees everything at once sees the same.
    if (!/^0,count,1000\b/i.test(argv.slice(name === 'scan' ? 1 : 2).join(','))) return '*'
    const { head, items } = partsOf(reply)
    return head + (items[0] ?? '') + sorted(items[1] ?? '')
  }
  if (draws.has(name)) return shape(reply)
  if (name === 'xinfo') return reply.replace(/(radix-tree-nodes\r\n):\d+/, '$1:')
  return reply.includes('$6\r\nserver\r\n$5\r\nredis') ? reply.replace(/(\r\nid\r\n):\d+/, '$1:') : reply
}

function sorted(reply: string): string {
  if (!'*~'.includes(reply[0] ?? '')) return reply
  const { head, items } = partsOf(reply)
  return head + items.sort().join('')
}

/** That there is something, and how much. */
function shape(reply: string): string {
  if (reply[0] === '$') return reply.startsWith('$-1') ? reply : '$'
  return partsOf(reply).head
}

/**
 * The replies to one command, in an order that both have: a client leaves its channels in the order of a hash table.
 */
export function inOrder(argv: readonly string[], replies: readonly string[]): readonly string[] {
  if (argv.length > 1 || !/^p?unsubscribe$/i.test(argv[0] ?? '')) return replies
  return replies.map((reply) => reply.replace(/:\d+\r\n$/, '')).sort()
}
