import { failureOf, type Reply, type Response } from '../network/message'

/** What an intermediary answers for its server: the server's own answer, or 502 and 504 (RFC 9110 §15.6) with the cause. */
export function passOn(reply: Reply): Response {
  if (reply.kind === 'failed') return { status: reply.failure.cause === 'timeout' ? 504 : 502, failure: reply.failure }
  if (reply.response.status < 400) return reply.response
  return { ...reply.response, failure: failureOf(reply) }
}
