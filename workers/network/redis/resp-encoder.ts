import { doubleText } from './double-text'
import type { MarkedReply, Reply } from './reply'

/**
 * A reply on the wire, as a byte string.
 *
 * @param protocol RESP2, or RESP3 after `HELLO 3`
 */
export function encodeReply(reply: Reply, protocol: 2 | 3): string {
  if (typeof reply === 'string') return `$${reply.length}\r\n${reply}\r\n`
  if (typeof reply === 'number' || typeof reply === 'bigint') return `:${reply}\r\n`
  if (reply === null) return protocol === 3 ? '_\r\n' : '$-1\r\n'
  if (isArray(reply)) return aggregate('*', reply, reply.length, protocol)
  return encodeMarked(reply, protocol)
}

function isArray(reply: readonly Reply[] | MarkedReply): reply is readonly Reply[] {
  return Array.isArray(reply)
}

function encodeMarked(reply: MarkedReply, protocol: 2 | 3): string {
  const isNew = protocol === 3
  switch (reply.kind) {
    case 'status':
      return `+${reply.text}\r\n`
    case 'error':
      return `-${reply.text}\r\n`
    case 'null-array':
      return isNew ? '_\r\n' : '*-1\r\n'
    case 'map':
      return isNew
        ? aggregate('%', reply.items, reply.items.length / 2, 3)
        : aggregate('*', reply.items, reply.items.length, 2)
    case 'set':
      return aggregate(isNew ? '~' : '*', reply.items, reply.items.length, protocol)
    case 'push':
      return aggregate(isNew ? '>' : '*', reply.items, reply.items.length, protocol)
    case 'double':
      return isNew ? `,${doubleText(reply.value)}\r\n` : encodeReply(doubleText(reply.value), 2)
    case 'boolean':
      return isNew ? `#${reply.value ? 't' : 'f'}\r\n` : `:${reply.value ? 1 : 0}\r\n`
    case 'verbatim':
      return isNew ? `=${reply.text.length + 4}\r\ntxt:${reply.text}\r\n` : encodeReply(reply.text, 2)
    case 'sequence':
      return reply.items.map((item) => encodeReply(item, protocol)).join('')
    case 'none':
      return ''
  }
}

function aggregate(sign: string, items: readonly Reply[], length: number, protocol: 2 | 3): string {
  let text = `${sign}${length}\r\n`
  for (const item of items) text += encodeReply(item, protocol)
  return text
}

/** A command as clients send it: an array of bulk strings. */
export function encodeCommand(argv: readonly string[]): string {
  return aggregate('*', argv, argv.length, 2)
}
