import type { CacheWitness } from '../../components/policy-cache'
import type { Check } from '../../network/check'

/** A witness of one cache that is also a check. */
export type CacheCheck = CacheWitness & Check

/** What the witness of the stream is told. */
export interface StreamWitness extends Check {
  sent(key: string): void
  lookedUp(cache: string, key: string): void
}

/**
 * A witness that keeps the list of all keys that were sent and a place in it for each cache: the comparison is fair only
 * when every cache meets the same keys in the same order, though some may be lost on the way.
 */
export function allGetOneStream(): StreamWitness {
  const keys: string[] = []
  const places = new Map<string, number>()
  let breach: string | null = null
  return {
    name: 'Every cache gets the same keys in the same order',
    sent: (key) => keys.push(key),
    lookedUp(cache, key) {
      let place = places.get(cache) ?? 0
      while (place < keys.length && keys[place] !== key) place++
      if (place === keys.length) breach ??= `${cache} is asked for ${key}, which the stream has not at this place.`
      places.set(cache, place + 1)
    },
    watch: () => () => breach,
  }
}

/** A witness that counts who came and who left by itself: no cache may ever hold more than its capacity. */
export function holdsNoMore(cache: string, capacity: number): CacheCheck {
  let held = new Set<string>()
  let breach: string | null = null
  return {
    name: `${cache} never keeps more than ${capacity} entries`,
    started() {
      held = new Set()
    },
    lookedUp(key, isHit) {
      if (isHit && !held.has(key)) breach ??= `${cache} has ${key}, which never came or has left.`
      // Between two accesses; within one a window may be too full for a moment.
      if (held.size > capacity) breach ??= `${cache} holds ${held.size} entries.`
    },
    stepped(step) {
      if (step.kind === 'inserted') held.add(step.key)
      if (step.kind === 'evicted' || step.kind === 'expired') held.delete(step.key)
    },
    gaveBack(key) {
      held.delete(key)
    },
    watch: () => () => breach,
  }
}

/** A witness that keeps all keys in order of their last use in a plain list, and knows who has to leave LRU. */
export function forgetsTheOldest(cache: string): CacheCheck {
  let order: string[] = []
  let breach: string | null = null
  return {
    name: `${cache} forgets the key that was used longest ago`,
    started() {
      order = []
    },
    lookedUp(key) {
      order = [...order.filter((own) => own !== key), key]
    },
    stepped(step) {
      if (step.kind !== 'evicted') return
      if (order[0] !== step.key) breach ??= `${step.key} leaves ${cache}, and ${order[0] ?? 'nothing'} is older.`
      order = order.filter((own) => own !== step.key)
    },
    gaveBack(key) {
      order = order.filter((own) => own !== key)
    },
    watch: () => () => breach,
  }
}

/** Tells several witnesses of one cache. */
export function together(witnesses: readonly CacheWitness[]): CacheWitness {
  return {
    started() {
      for (const witness of witnesses) witness.started()
    },
    lookedUp(key, isHit) {
      for (const witness of witnesses) witness.lookedUp(key, isHit)
    },
    stepped(step) {
      for (const witness of witnesses) witness.stepped(step)
    },
    gaveBack(key) {
      for (const witness of witnesses) witness.gaveBack(key)
    },
  }
}
