/** A stream of keys that is known in advance, told by when each key is asked for next. */
export class Future {
  /** For each key the places in the stream at which it is asked for, and how many of them have passed. */
  private readonly places = new Map<string, { readonly at: number[]; passed: number }>()
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
    const known = this.places.get(key)
    if (known === undefined) return
    this.now = known.at[known.passed] ?? this.now
    known.passed++
  }

  /** In how many requests from now a key is asked for next; null for never again. */
  requestsUntil(key: string): number | null {
    const known = this.places.get(key)
    const next = known?.at[known.passed]
    return next === undefined ? null : next - this.now
  }
}
