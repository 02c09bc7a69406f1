import type { Micros } from '../../kernel/time'
import { formatDuration } from '../../kernel/time'
import type { Check } from '../../network/check'
import { NOT_LONGER, NOT_OLDER, NOTHING_LOST, ONE_LOAD } from './meta-checks'

/** Redis keeps deadlines in whole milliseconds. */
const ROUNDING: Micros = 2_000

/** A change is told to the levels a little later than the database takes it; a load of the new value may begin then. */
const TOLD_LATER: Micros = 50_000

interface OpenLoad {
  readonly by: string
  readonly beganMicros: Micros
}

interface Version {
  readonly value: string | null
  readonly atMicros: Micros
}

/**
 * The witnesses of a cache. They know which value replaced which and when, what users were answered, and what the
 * database has taken; nothing of times to live, leases or invalidation.
 */
export class CacheWitness {
  /** Values of each key in the order in which the source of truth took them. */
  private readonly histories = new Map<string, Version[]>()
  /** Of each key, how much of its history the database has, and how much was acknowledged. */
  private readonly inDatabase = new Map<string, number>()
  private readonly acknowledged = new Map<string, number>()
  private readonly loads = new Map<string, OpenLoad>()
  private readonly changedAt = new Map<string, Micros>()
  private old: string | null = null
  private lost: string | null = null
  private twice: string | null = null
  private longer: string | null = null
  /** Until when the shared cache really has a name, looked up from outside; null when it has it not, or for ever. */
  deadlineBelow: (name: string) => Micros | null = () => null

  constructor(
    initial: Iterable<readonly [key: string, value: string]>,
    private readonly boundMicros: Micros,
  ) {
    for (const [key, value] of initial) this.histories.set(key, [{ value, atMicros: 0 }])
  }

  /** The source of truth has taken a value: the database, or with write-behind the shared cache. */
  took(key: string, value: string, atMicros: Micros): void {
    this.historyOf(key).push({ value, atMicros })
    this.changedAt.set(key, atMicros)
  }

  databaseTook(key: string, value: string): void {
    this.inDatabase.set(key, this.placeOf(key, value))
  }

  acknowledge(key: string, value: string): void {
    this.acknowledged.set(key, Math.max(this.acknowledged.get(key) ?? 0, this.placeOf(key, value)))
  }

  /** The newest value of a key. */
  newest(key: string): string | null {
    return this.historyOf(key).at(-1)?.value ?? null
  }

  /** A user was answered. `began`: when it asked. */
  read(key: string, value: string | null, began: Micros): void {
    const next = this.historyOf(key)[this.placeOf(key, value) + 1]
    const age = next === undefined ? 0 : began - next.atMicros
    if (age <= this.boundMicros) return
    this.old ??= `A read of ${key} returns ${value ?? 'nothing'}, replaced ${formatDuration(age)} before; the bound is ${formatDuration(this.boundMicros)}.`
  }

  /** `scope`: within which there may be one load of a key at a time. One that began before a change counts no more. */
  loadBegins(name: string, by: string, scope: string, now: Micros): void {
    const place = `${scope} ${name}`
    const other = this.loads.get(place)
    const key = name.split('#')[0] ?? name
    if (other !== undefined && other.beganMicros - TOLD_LATER > (this.changedAt.get(key) ?? -1))
      this.twice ??= `${by} begins to load ${name} while ${other.by} loads it.`
    this.loads.set(place, { by, beganMicros: now })
  }

  loadEnds(name: string, by: string, scope: string): void {
    const place = `${scope} ${name}`
    if (this.loads.get(place)?.by === by) this.loads.delete(place)
  }

  /** A level keeps a copy up to a moment; the level below has it up to another one, null when it has it not. */
  kept(level: string, name: string, until: Micros, belowUntil: Micros | null, now: Micros): void {
    if (belowUntil === null || until <= belowUntil + ROUNDING) return
    const [own, below] = [formatDuration(until - now), formatDuration(Math.max(0, belowUntil - now))]
    this.longer ??= `${level} keeps ${name} for ${own}, the level below for ${below}.`
  }

  /** The shared cache comes back with what `held` says. What the database has not and it has not either, is gone. */
  sharedCameBack(held: (key: string) => string | null): void {
    for (const [key, place] of this.acknowledged) {
      const stored = this.inDatabase.get(key) ?? 0
      if (place <= stored) continue
      const back = held(key)
      if (back !== null && this.placeOf(key, back) >= place) continue
      const value = this.historyOf(key)[place]?.value
      this.lost ??= `${key} = ${value} was acknowledged; the database has ${this.historyOf(key)[stored]?.value ?? 'nothing'} and the shared cache has forgotten it.`
    }
  }

  get checks(): readonly Check[] {
    return [
      { name: NOT_OLDER, watch: () => () => this.old },
      { name: NOTHING_LOST, watch: () => () => this.lost },
      { name: ONE_LOAD, watch: () => () => this.twice },
      { name: NOT_LONGER, watch: () => () => this.longer },
    ]
  }

  private historyOf(key: string): Version[] {
    let history = this.histories.get(key)
    if (history === undefined) {
      history = [{ value: null, atMicros: 0 }]
      this.histories.set(key, history)
    }
    return history
  }

  /** A value that nobody has taken yet counts as the newest. */
  private placeOf(key: string, value: string | null): number {
    const history = this.historyOf(key)
    const place = history.findLastIndex((version) => version.value === value)
    return place === -1 ? history.length - 1 : place
  }
}
