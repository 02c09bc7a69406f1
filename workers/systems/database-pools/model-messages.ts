/** What users ask of an application, and what it answers. */

import type { Request, Response } from '../../network/message'
import type { Plain } from '../../protocol'

export type Wish = {
  /** A page needs no database; a report is one long statement. */
  readonly kind: 'read' | 'write' | 'report' | 'page'
  /** The row. */
  readonly key: string
  /** Log position of a write that a read has to see, or null. */
  readonly needed: number | null
}

export interface Told {
  /** Version of the row that was read or written; 0 for one never written. */
  readonly version: number
  /** Database that answered. */
  readonly by: string
}

export function wishRequest(wish: Wish, workMicros: number): Request {
  return { label: LABELS[wish.kind], workMicros, key: wish.key, body: wish }
}

export function wishOf(request: Request): Wish {
  return request.body as unknown as Wish
}

export function toldResponse(told: Told): Response {
  return { status: 200, body: told as unknown as Plain }
}

export function toldOf(response: Response): Told {
  return response.body as unknown as Told
}

const LABELS: Readonly<Record<Wish['kind'], string>> = {
  read: 'find order',
  write: 'save order',
  report: 'report',
  page: 'about page',
}
