import type { Rate } from '../algorithms/rate-limit/limiter'
import type { Micros } from '../kernel/time'
import type { Check } from '../network/check'
import type { LimiterWitness } from './rate-limiter'

/** A check that is told of what passes and what ends. */
export type Witness = Check & LimiterWitness

/** Each process and each key is watched by itself. */
function keyed<T>(make: () => T): (node: string, key: string) => T {
  const memories = new Map<string, T>()
  return (node, key) => {
    const name = `${node} ${key}`
    let memory = memories.get(name)
    if (memory === undefined) {
      memory = make()
      memories.set(name, memory)
    }
    return memory
  }
}

/**
 * A witness of the envelope over every window that there is. With the k-th unit passing at t_k, k − i + 1 ≤ b + r·(t_k − t_i)
 * for all i ≤ k; brought to whole numbers, it remembers only the smallest i·per − limit·t_i.
 */
export function neverAboveEnvelope(burst: number, rate: Rate, name: string): Witness {
  const memoryOf = keyed(() => ({ units: 0, least: Number.POSITIVE_INFINITY }))
  let breach: string | null = null
  return {
    name,
    passed(node, key, at, units) {
      const memory = memoryOf(node, key)
      for (let unit = 0; unit < units; unit++) {
        const own = memory.units * rate.perMicros - rate.limit * at
        memory.least = Math.min(memory.least, own)
        memory.units++
        if (own + (1 - burst) * rate.perMicros > memory.least)
          breach ??= `With number ${memory.units}, ${key} got more through ${node} than its burst and rate allow.`
      }
    },
    ended() {},
    watch: () => () => breach,
  }
}

/** A witness that keeps the times of all that passed and looks at every interval that ends now. */
export function neverAboveLimitWithin(limit: number, windowMicros: Micros, name: string): Witness {
  const timesOf = keyed((): Micros[] => [])
  let breach: string | null = null
  return {
    name,
    passed(node, key, at, units) {
      const times = timesOf(node, key)
      for (let unit = 0; unit < units; unit++) times.push(at)
      const before = times[times.length - 1 - limit]
      if (before !== undefined && at - before < windowMicros)
        breach ??= `${key} got more than ${limit} through ${node} within ${at - before} µs.`
    },
    ended() {},
    watch: () => () => breach,
  }
}

/** The fixed window promises its limit only in its own windows, [k·w, (k + 1)·w). */
export function neverAboveLimitInOwnWindow(limit: number, windowMicros: Micros): Witness {
  const countsOf = keyed(() => ({ index: -1, count: 0 }))
  let breach: string | null = null
  return {
    name: 'Never more than the limit in one of its own windows',
    passed(node, key, at, units) {
      const counts = countsOf(node, key)
      const index = Math.floor(at / windowMicros)
      if (index !== counts.index) counts.count = 0
      counts.index = index
      counts.count += units
      if (counts.count > limit) breach ??= `${key} got ${counts.count} through ${node} in window ${index}.`
    },
    ended() {},
    watch: () => () => breach,
  }
}

/** What leaves a shaper keeps the distance of its rate, to the microsecond that it is rounded to. */
export function departuresKeepDistance({ limit, perMicros }: Rate): Witness {
  const lastOf = keyed(() => ({ at: Number.NEGATIVE_INFINITY, units: 0 }))
  let breach: string | null = null
  return {
    name: 'What leaves the shaper keeps the distance of its rate',
    passed(node, key, at, units) {
      const last = lastOf(node, key)
      if (at - last.at < Math.floor((last.units * perMicros) / limit))
        breach ??= `${key} left ${node} only ${at - last.at} µs after the one before.`
      last.at = at
      last.units = units
    },
    ended() {},
    watch: () => () => breach,
  }
}

/** Counts for itself who is in. */
export function neverMoreOpen(limit: number): Witness {
  const openOf = keyed(() => ({ count: 0 }))
  let breach: string | null = null
  return {
    name: 'Never more open at once than the limit',
    passed(node, key, _at, units) {
      const open = openOf(node, key)
      open.count += units
      if (open.count > limit) breach ??= `${open.count} requests of ${key} are open behind ${node}.`
    },
    ended(node, key, units) {
      openOf(node, key).count -= units
    },
    watch: () => () => breach,
  }
}

/** One witness for several. */
export function together(witnesses: readonly LimiterWitness[]): LimiterWitness {
  return {
    passed(node, key, at, units) {
      for (const witness of witnesses) witness.passed(node, key, at, units)
    },
    ended(node, key, units) {
      for (const witness of witnesses) witness.ended(node, key, units)
    },
  }
}
