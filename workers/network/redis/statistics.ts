/** What INFO counts. */
export class Statistics {
  connections = 0
  commands = 0
  rejected = 0
  hits = 0
  misses = 0
  expired = 0
  evicted = 0
  readonly calls = new Map<string, { calls: number; failed: number }>()

  count(name: string, isFailed: boolean): void {
    this.commands++
    const own = this.calls.get(name)
    if (own === undefined) this.calls.set(name, { calls: 1, failed: isFailed ? 1 : 0 })
    else {
      own.calls++
      if (isFailed) own.failed++
    }
  }

  reset(): void {
    this.connections = 0
    this.commands = 0
    this.rejected = 0
    this.hits = 0
    this.misses = 0
    this.expired = 0
    this.evicted = 0
    this.calls.clear()
  }
}
