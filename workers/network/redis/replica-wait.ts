import type { Client } from './client'
import { integer } from './integer64'
import type { Redis } from './redis'
import { Refusal } from './refusal'
import type { Reply } from './reply'

const LATEST = 9_007_199_254_740_991

/** @returns the deadline of WAIT; null waits for ever */
export function timeoutOf(redis: Redis, text: string): number | null {
  const milliseconds = Number(integer(text, new Refusal('ERR timeout is not an integer or out of range')))
  if (milliseconds < 0) throw new Refusal('ERR timeout is negative')
  return milliseconds === 0 ? null : Math.min(LATEST, redis.nowMs + milliseconds)
}

/**
 * WAIT: answers how many replicas have what was written so far, at once when they are enough or the client cannot
 * wait. The embedding that has replicas calls `Redis.replicasAcknowledged` when one of them tells.
 */
export function waitForReplicas(redis: Redis, client: Client, wanted: number, deadlineMs: number | null): Reply {
  const acknowledged = redis.acknowledgedReplicas?.(redis.replicationMark) ?? 0
  if (acknowledged >= wanted || redis.context !== 'command') return acknowledged
  const mark = redis.replicationMark
  const serve = (): Reply | null => {
    const now = redis.acknowledgedReplicas?.(mark) ?? 0
    return now >= wanted ? now : null
  }
  const { database } = client
  const onTimeout = (): Reply => redis.acknowledgedReplicas?.(mark) ?? 0
  return redis.parking.park({ client, database, keys: [REPLICAS], deadlineMs, onTimeout, serve })
}

/** Stands for "a replica has told" among the keys that clients wait for; no key of a client has this name. */
export const REPLICAS = '\u{100}replicas'
