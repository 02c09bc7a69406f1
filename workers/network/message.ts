import type { Micros } from '../kernel/time'
import type { Plain } from '../protocol'

/** What one node asks of another. */
export interface Request {
  /** Shown on the packet, for instance `GET /cart`. */
  readonly label: string
  readonly bytes?: number
  /** Work that the request brings, in microseconds at normal speed; drawn with the arrival, so that all variants serve the same work. */
  readonly workMicros?: Micros
  readonly key?: string
  /** HTTP fields of the request by name, as in a response. */
  readonly headers?: Readonly<Record<string, string>>
  /** More lines of what is said, where the label is only its short form: the whole command of a protocol like Redis's. */
  readonly lines?: readonly string[]
  readonly body?: Plain
}

/** What a node answers. */
export interface Response {
  /** HTTP status code. */
  readonly status: number
  readonly bytes?: number
  /** HTTP fields of the answer by name. They travel with it and stand in the story of the request. */
  readonly headers?: Readonly<Record<string, string>>
  /** Shown on the packet instead of the status, for a protocol that has none: `(integer) 1`. */
  readonly label?: string
  /** More lines of what is said, where the label is only its short form. */
  readonly lines?: readonly string[]
  readonly body?: Plain
  /** Why it is no success, and by whose doing; passed on by intermediaries, so that one cause is stated. */
  readonly failure?: FailureCause
}

/** The one stated cause of a failed request. `by` names the node at which it happened. */
export interface FailureCause {
  readonly cause: string
  readonly by: string
}

/** The outcome of asking: an answer (whatever its status), or no answer and why. */
export type Reply =
  | { readonly kind: 'answered'; readonly response: Response; readonly by: string; readonly tookMicros: Micros }
  | { readonly kind: 'failed'; readonly failure: FailureCause; readonly tookMicros: Micros }

export function isSuccess(reply: Reply): boolean {
  return reply.kind === 'answered' && reply.response.status < 400
}

/** The stated cause of a reply that is no success. */
export function failureOf(reply: Reply): FailureCause {
  if (reply.kind === 'failed') return reply.failure
  return reply.response.failure ?? { cause: `status ${reply.response.status}`, by: reply.by }
}

/**
 * What a message says on the wire: its first line, then a line for each HTTP field, or the lines of another protocol. A
 * break in a field's value repeats its name.
 */
export function wireText(firstLine: string, { headers, lines }: Pick<Request, 'headers' | 'lines'>): string {
  if (headers === undefined) return lines === undefined ? firstLine : [firstLine, ...lines].join('\n')
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value.replaceAll('\n', `\n${name}: `)}`)
  return [firstLine, ...fields, ...(lines ?? [])].join('\n')
}
