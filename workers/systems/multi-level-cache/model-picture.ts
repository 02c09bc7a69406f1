import type { TimedEntry } from '../../algorithms/caching/timed-entries'
import type { Micros } from '../../kernel/time'
import type { Fact, Node } from '../../network/node'
import type { LevelEntry } from '../glyphs'

/** Times left are shown in twentieths of the whole, so that a picture changes seldom. */
const STEPS = 20
/** How often a picture looks at the time. */
const TICK: Micros = 20_000

/** What a level holds for a key; `freshUntil` null for what never ends. */
export type HeldEntry = Pick<TimedEntry<string | null>, 'value' | 'loadedAt' | 'staleUntil'> & {
  readonly freshUntil: Micros | null
}

interface Watched {
  readonly fact: Fact
  readonly key: string
  find(key: string): HeldEntry | null
  shown: LevelEntry | null | undefined
  full: { readonly until: Micros; readonly micros: Micros } | null
}

/**
 * Shows what every level holds for the same few keys, as the facts `entry:<key>`: value, time left, and whether the
 * database has a newer one. It stands outside of the levels and knows the truth, as whoever looks at the picture does.
 */
export class LevelPictures {
  private watched: Watched[] = []
  private shownAt = 0

  constructor(
    private readonly keys: readonly string[],
    private readonly now: () => Micros,
    private readonly newest: (key: string) => string | null,
  ) {}

  /** A level, from each start of its node on. */
  watch(node: Node, find: (key: string) => HeldEntry | null): void {
    const facts = this.keys.map((key) => node.fact(`entry:${key}`))
    this.watched = this.watched.filter(({ fact }) => !facts.includes(fact))
    for (const [index, fact] of facts.entries())
      this.watched.push({ fact, key: this.keys[index] ?? '', find, shown: undefined, full: null })
    this.show()
  }

  /** Time has passed. */
  tick(): void {
    if (this.now() >= this.shownAt + TICK) this.show()
  }

  /** Something has changed. */
  show(): void {
    this.shownAt = this.now()
    for (const one of this.watched) {
      const entry = this.entryOf(one)
      if (isAlike(entry, one.shown)) continue
      one.shown = entry
      one.fact.set(entry)
    }
  }

  private entryOf(one: Watched): LevelEntry | null {
    const { key } = one
    const held = one.find(key)
    if (held === null) return null
    const value = held.value ?? '∅'
    const isOld = held.value !== this.newest(key)
    const { freshUntil } = held
    if (freshUntil === null) return { value, state: 'kept', leftMicros: null, fullMicros: null, isOld }
    const now = this.now()
    if (now > held.staleUntil) return null
    if (one.full?.until !== freshUntil) one.full = { until: freshUntil, micros: Math.max(1, freshUntil - now) }
    const { micros } = one.full
    const steps = Math.max(0, Math.ceil(((freshUntil - now) * STEPS) / micros))
    const state = now > freshUntil ? 'stale' : held.value === null ? 'negative' : 'fresh'
    return { value, state, leftMicros: Math.round((steps * micros) / STEPS), fullMicros: micros, isOld }
  }
}

function isAlike(a: LevelEntry | null, b: LevelEntry | null | undefined): boolean {
  if (a === null || b === null || b === undefined) return a === b
  return a.value === b.value && a.state === b.state && a.leftMicros === b.leftMicros && a.isOld === b.isOld
}
