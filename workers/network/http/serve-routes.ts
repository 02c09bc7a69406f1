import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Request, Response } from '../message'
import { deadlineOf, refuseExpired } from './deadline'
import { HeaderFields } from './header-fields'
import { finished, fromRequest, type HttpRequest, type HttpResponse, toResponse } from './http-message'
import { evaluatePreconditions, type Representation } from './precondition'
import { problemResponse } from './problem'
import { selectRange } from './range'
import type { Router } from './router'

/** Answers requests of one line of a routing table. */
export type Handler = (request: HttpRequest, parameters: Readonly<Record<string, string>>) => Process<HttpResponse>

/** Where a table is served: for the date of answers, and the name that failures state. */
export interface Place {
  readonly name: string
  readonly now: Micros
}

/**
 * One request against a table: the handler's answer, or 204, 400, 404, 405 and 501 as HTTP asks for. HEAD has no
 * content, every answer has a date, and a request whose deadline has passed is refused without any work.
 */
export function* serveRoutes(router: Router<Handler>, message: Request, place: Place): Process<Response> {
  const request = fromRequest(message)
  const expired = refuseExpired(deadlineOf(request, place.now), place.now, place.name)
  const response = expired ?? (yield* answer(router, request, place))
  return toResponse(finished(request.method, response, place.now))
}

function* answer(router: Router<Handler>, request: HttpRequest, { name }: Place): Process<HttpResponse> {
  const { method, target } = request
  const match = router.match(method, target)
  const refuse = (status: number, title: string) =>
    problemResponse({ status, title, instance: target }, { cause: title, by: name })
  switch (match.kind) {
    case 'found':
      return yield* match.value(request, match.parameters)
    case 'options':
      return { status: 204, headers: allow(match.allow) }
    case 'malformed':
      return refuse(400, 'malformed path')
    case 'not found':
      return refuse(404, 'not found')
    case 'not implemented':
      return refuse(501, 'unknown method')
    case 'not allowed': {
      const refusal = refuse(405, 'method not allowed')
      return { ...refusal, headers: HeaderFields.of([...refusal.headers.lines, ...allow(match.allow).lines]) }
    }
  }
}

/**
 * The answer `whole`, a success, if no condition of the request stands against it: 304 or 412 when one does, and for a
 * GET 206 or 416 when a range is asked for. `current` is what is there before the method does its work, null for nothing. The body of the simulation is no octets, so a part carries the whole value and
 * the size of the part.
 */
export function conditionally(
  request: HttpRequest,
  current: Representation | null,
  whole: HttpResponse,
  place: Place,
): HttpResponse {
  const { method, headers } = request
  const verdict = evaluatePreconditions(method, headers, current, place.now)
  const { body: _, contentBytes: __, ...bare } = whole
  if (verdict.kind === 'not modified') return { ...bare, status: 304, headers: whole.headers.without('Content-Type') }
  if (verdict.kind === 'failed')
    return problemResponse(
      { status: 412, title: 'precondition failed', detail: verdict.because },
      { cause: 'precondition failed', by: place.name },
    )
  if (current === null || method !== 'GET' || whole.status !== 200) return whole
  const length = whole.contentBytes ?? 0
  const range = selectRange(method, headers, current, length, place.now)
  const fields = whole.headers.with('Accept-Ranges', 'bytes')
  if (range.kind === 'whole') return { ...whole, headers: fields }
  const headersOfPart = fields.with('Content-Range', range.contentRange)
  if (range.kind === 'part')
    return { ...whole, status: 206, headers: headersOfPart, contentBytes: range.last - range.first + 1 }
  const failure = { cause: 'range not satisfiable', by: place.name }
  return { ...bare, status: 416, headers: headersOfPart.without('Content-Type'), failure }
}

function allow(methods: readonly string[]): HeaderFields {
  return HeaderFields.of([['Allow', methods.join(', ')]])
}
