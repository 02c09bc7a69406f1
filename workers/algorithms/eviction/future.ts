/**
 * A stream of keys that is known in advance, told by when each key is asked for next. When some requests of the stream
 * never come, it catches up with the first that could only come later.
 */
export class Future {
  /** For each key the places in the stream at which it is asked for, and how many of them have passed. */
  private readonly places = new Map<string, { readonly at: number[]; passed: number }>()
  /** Place of the last request. */
  private now = -1

  constructor(keys: Iterable<string>) {
    let place = 0
    for (const key of keys) {
      const known = this.places.get(key)
      if (known === undefined) this.places.set(key, { at: [place], passed: 0 })
      else known.at.push(place)
      place++
    }
  }

  /** The key is asked for now. */
  pass(key: string): void {
    this.now = this.placeOf(key) ?? this.now
  }

  /** In how many requests from now a key is asked for next; null for never again. */
  requestsUntil(key: string): number | null {
    const next = this.placeOf(key)
    return next === null ? null : next - this.now
  }

  /** The first place of the key after the last request. */
  private placeOf(key: string): number | null {
    const known = this.places.get(key)
    if (known === undefined) return null
    while ((known.at[known.passed] ?? Number.POSITIVE_INFINITY) <= this.now) known.passed++
    return known.at[known.passed] ?? null
  }
}
