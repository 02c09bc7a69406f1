import type { StoredRow } from '../../components/leased-store'
import type { Reply, Request, Response } from '../../network/message'
import type { Plain } from '../../protocol'
import type { Claim } from './model-cluster-config'

/** A change of one memory, as its copy repeats it. */
export type Change =
  | { readonly kind: 'put'; readonly row: StoredRow }
  | { readonly kind: 'delete'; readonly key: string }
  | { readonly kind: 'clear' }

/** What nodes of the cluster ask of each other. */
export type ClusterMessage =
  /** Changes in order, from the offset before them; null: everything there is. */
  | {
      readonly kind: 'stream'
      readonly by: string
      readonly from: number | null
      readonly to: number
      readonly changes: readonly Change[]
    }
  /** Send me all you have, and every change from then on. */
  | { readonly kind: 'copy'; readonly to: string }
  /** A node has slots by a greater epoch; `instead` names whom it replaces. */
  | { readonly kind: 'claim'; readonly claim: Claim; readonly instead: string | null }
  | { readonly kind: 'vote'; readonly epoch: number; readonly of: string; readonly by: string }
  /** Who has which slots? */
  | { readonly kind: 'slots' }
  /** Send me these slots and what is in them. */
  | { readonly kind: 'hand over'; readonly slots: Claim['slots']; readonly to: string }
  | { readonly kind: 'restore'; readonly row: StoredRow }

const LABELS: Readonly<Record<ClusterMessage['kind'], string>> = {
  stream: 'REPLICATE',
  copy: 'PSYNC',
  claim: 'UPDATE',
  vote: 'FAILOVER AUTH',
  slots: 'CLUSTER SLOTS',
  'hand over': 'MIGRATE SLOTS',
  restore: 'RESTORE',
}

export function clusterRequest(message: ClusterMessage, more = ''): Request {
  return { label: `${LABELS[message.kind]}${more}`, body: message as unknown as Plain }
}

export function clusterMessageOf({ body }: Request): ClusterMessage | null {
  const message = body as unknown as ClusterMessage | undefined
  return message !== undefined && message.kind in LABELS ? message : null
}

export type Redirect = { readonly kind: 'moved' | 'ask'; readonly slot: number; readonly to: string }

export function redirectResponse({ kind, slot, to }: Redirect): Response {
  return { status: 307, label: `${kind.toUpperCase()} ${slot} ${to}`, body: { kind, slot, to } }
}

/** Where a node sends the client instead of serving it; null when it served. */
export function redirectOf(reply: Reply): Redirect | null {
  if (reply.kind === 'failed' || reply.response.status !== 307) return null
  return reply.response.body as unknown as Redirect
}

/** The same command with ASKING before it. */
export function asking(request: Request): Request {
  return { ...request, label: `ASKING ${request.label}`, headers: { asking: '1' } }
}

export function isAsking({ headers }: Request): boolean {
  return headers?.asking === '1'
}
