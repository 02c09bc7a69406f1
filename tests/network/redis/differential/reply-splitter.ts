/** Where a reply of RESP2 or RESP3 ends that begins at `start`, or -1 when it is not all there. */
export function replyEnd(bytes: string, start: number): number {
  const lineEnd = bytes.indexOf('\r\n', start)
  if (lineEnd < 0) return -1
  const after = lineEnd + 2
  const sign = bytes[start] as string
  const length = Number(bytes.slice(start + 1, lineEnd))
  if ('$=!'.includes(sign)) {
    const end = length < 0 ? after : after + length + 2
    return end <= bytes.length ? end : -1
  }
  if (!'*%~>|'.includes(sign)) return after
  let at = after
  for (let left = sign === '%' || sign === '|' ? length * 2 : length; left > 0; left--) {
    at = replyEnd(bytes, at)
    if (at < 0) return -1
  }
  return at
}

/** The replies that are all there, and what is left. */
export function splitReplies(bytes: string): { replies: string[]; rest: string } {
  const replies: string[] = []
  let at = 0
  while (at < bytes.length) {
    const end = replyEnd(bytes, at)
    if (end < 0) break
    replies.push(bytes.slice(at, end))
    at = end
  }
  return { replies, rest: bytes.slice(at) }
}

/** The elements of an aggregate: its first line, and the replies in it. */
export function partsOf(reply: string): { head: string; items: string[] } {
  const after = reply.indexOf('\r\n') + 2
  return { head: reply.slice(0, after), items: splitReplies(reply.slice(after)).replies }
}
