import type { Micros } from '../../kernel/time'
import type { Plain } from '../../protocol'
import type { FailureCause, Request, Response } from '../message'
import { HeaderFields } from './header-fields'
import { httpDate } from './http-date'

export interface HttpRequest {
  readonly method: string
  /** Origin form: path and query. */
  readonly target: string
  readonly headers: HeaderFields
  readonly body?: Plain
  /** Octets of the content; none without a body. */
  readonly contentBytes?: number
  readonly workMicros?: Micros
}

export interface HttpResponse {
  readonly status: number
  readonly headers: HeaderFields
  readonly body?: Plain
  readonly contentBytes?: number
  /** Why it is no success; goes on unchanged through intermediaries. */
  readonly failure?: FailureCause
}

/** As it travels on the simulated network: `GET /cart` on the packet, header section and content counted as octets. */
export function toRequest(request: HttpRequest): Request {
  const { method, target, headers, body, contentBytes = 0, workMicros } = request
  const label = `${method} ${target}`
  return {
    label,
    bytes: label.length + ' HTTP/1.1\r\n'.length + headers.bytes + contentBytes,
    ...(headers.lines.length === 0 ? {} : { headers: headers.toRecord() }),
    ...(body === undefined ? {} : { body }),
    ...(workMicros === undefined ? {} : { workMicros }),
  }
}

/** What a server reads from a request of the network. A label without a method is a target that is got. */
export function fromRequest(request: Request): HttpRequest {
  const { label, bytes, headers, body, workMicros } = request
  const space = label.indexOf(' ')
  const fields = HeaderFields.of(headers)
  const head = label.length + ' HTTP/1.1\r\n'.length + fields.bytes
  return {
    method: space < 0 ? 'GET' : label.slice(0, space),
    target: label.slice(space + 1),
    headers: fields,
    ...(body === undefined ? {} : { body }),
    ...(bytes === undefined ? {} : { contentBytes: Math.max(0, bytes - head) }),
    ...(workMicros === undefined ? {} : { workMicros }),
  }
}

const STATUS_LINE_BYTES = 'HTTP/1.1 200 OK\r\n'.length

export function toResponse(response: HttpResponse): Response {
  const { status, headers, body, contentBytes = 0, failure } = response
  return {
    status,
    bytes: STATUS_LINE_BYTES + headers.bytes + contentBytes,
    ...(headers.lines.length === 0 ? {} : { headers: headers.toRecord() }),
    ...(body === undefined ? {} : { body }),
    ...(failure === undefined ? {} : { failure }),
  }
}

export function fromResponse(response: Response): HttpResponse {
  const { status, bytes, body, failure } = response
  const headers = HeaderFields.of(response.headers)
  return {
    status,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(bytes === undefined ? {} : { contentBytes: Math.max(0, bytes - STATUS_LINE_BYTES - headers.bytes) }),
    ...(failure === undefined ? {} : { failure }),
  }
}

/** Statuses that end a message after its header section (RFC 9110 §6.4.1). */
export function hasNoContent(method: string, status: number): boolean {
  return method === 'HEAD' || status < 200 || status === 204 || status === 304
}

/** The answer as it leaves a server: with a date (§6.6.1), and without content where the method or status has none. */
export function finished(method: string, response: HttpResponse, now: Micros): HttpResponse {
  const headers = response.headers.has('Date') ? response.headers : response.headers.with('Date', httpDate(now))
  if (!hasNoContent(method, response.status)) return { ...response, headers }
  const { body: _, contentBytes = 0, ...rest } = response
  const tellsLength = method === 'HEAD' && contentBytes > 0 && !headers.has('Content-Length')
  return { ...rest, headers: tellsLength ? headers.with('Content-Length', String(contentBytes)) : headers }
}
