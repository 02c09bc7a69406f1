import type { Plain } from '../../protocol'
import type { FailureCause } from '../message'
import { HeaderFields } from './header-fields'
import type { HttpResponse } from './http-message'

export const PROBLEM_TYPE = 'application/problem+json'

/** Problem details (RFC 9457 §3). */
export interface Problem {
  /** Names the kind of problem, as a URI reference; `about:blank` says no more than the status. */
  readonly type?: string
  /** Short, the same for every problem of the type. */
  readonly title?: string
  readonly status: number
  /** What happened this time, for a person. */
  readonly detail?: string
  readonly instance?: string
}

const STANDARD = ['type', 'title', 'status', 'detail', 'instance']

/** An answer with problem details; `extensions` are members beside the standard ones (§3.2), which they cannot replace. */
export function problemResponse(
  problem: Problem,
  failure: FailureCause,
  extensions: Readonly<Record<string, Plain>> = {},
): HttpResponse {
  const own = Object.entries(extensions).filter(([key]) => !STANDARD.includes(key))
  const body: Record<string, Plain> = { type: 'about:blank', ...problem, ...Object.fromEntries(own) }
  return {
    status: problem.status,
    headers: HeaderFields.of([['Content-Type', PROBLEM_TYPE]]),
    body,
    contentBytes: JSON.stringify(body).length,
    failure,
  }
}

/** What a consumer reads: members of the wrong type are ignored (§3.1), and the status is that of the answer. Null for another kind of answer. */
export function readProblem(response: HttpResponse): Problem | null {
  const type = response.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  const { body } = response
  if (type !== PROBLEM_TYPE || typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const members = body as Readonly<Record<string, Plain>>
  const text = (key: 'type' | 'title' | 'detail' | 'instance') =>
    typeof members[key] === 'string' ? { [key]: members[key] } : {}
  return {
    type: 'about:blank',
    ...text('type'),
    ...text('title'),
    ...text('detail'),
    ...text('instance'),
    status: response.status,
  }
}
