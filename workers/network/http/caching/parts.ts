import type { Micros } from '../../../kernel/time'
import { parseEntityTag } from '../entity-tag'
import { parseHttpDate } from '../http-date'
import type { HttpRequest, HttpResponse } from '../http-message'
import { selectRange } from '../range'

/** What is asked of the origin where parts are cut from the whole: all of it (RFC 9111 §3.3 allows to keep parts, too). */
export function wholeRequest(request: HttpRequest): HttpRequest {
  return { ...request, headers: request.headers.without('Range', 'If-Range') }
}

/** The part of a whole response that a request asks for: 206, 416 when there is none of it, or the whole (RFC 9110 §14). */
export function partOf(whole: HttpResponse, { method, headers }: HttpRequest, now: Micros): HttpResponse {
  const { status, contentBytes = 0 } = whole
  if (status !== 200 || contentBytes === 0 || !headers.has('Range')) return whole
  const current = {
    tag: parseEntityTag(whole.headers.get('ETag')),
    modifiedAt: parseHttpDate(whole.headers.get('Last-Modified') ?? '', now),
  }
  const range = selectRange(method, headers, current, contentBytes, now)
  if (range.kind === 'whole') return whole
  const fields = whole.headers.without('Content-Length').with('Content-Range', range.contentRange)
  if (range.kind === 'part')
    return { ...whole, status: 206, headers: fields, contentBytes: range.last - range.first + 1 }
  const { body: _, contentBytes: __, ...bare } = whole
  return { ...bare, status: 416, headers: fields.without('Content-Type') }
}

/** Which part an answer is, for who reads why; empty for a whole one. */
export function partText({ status, headers }: HttpResponse): string {
  return status === 206 ? `; of it are sent ${headers.get('Content-Range') ?? 'some bytes'}` : ''
}
