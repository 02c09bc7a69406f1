import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimedEntries, type TimedEntry } from '../../../workers/algorithms/caching/timed-entries'

const entry = (value: string, freshUntil: number, staleUntil = freshUntil): TimedEntry<string> => ({
  value,
  version: 1,
  loadedAt: 0,
  freshUntil,
  staleUntil,
})

describe('a level', () => {
  it('serves an entry up to and including its last microsecond, then as stale, then not', () => {
    const level = new TimedEntries<string>(2)
    level.put('a', entry('1', 100, 150))
    expect(level.get('a', 100).kind).toBe('fresh')
    expect(level.get('a', 101).kind).toBe('stale')
    expect(level.get('a', 150).kind).toBe('stale')
    expect(level.get('a', 151)).toEqual({ kind: 'missing', reason: 'expired' })
    expect(level.get('a', 151)).toEqual({ kind: 'missing', reason: 'never here' })
  })

  it('refuses a capacity that no level has and an entry that ends before it is stale', () => {
    for (const capacity of [0, -1, 1.5, Number.NaN]) expect(() => new TimedEntries(capacity)).toThrow(RangeError)
    expect(() => new TimedEntries<string>(1).put('a', entry('1', 10, 9))).toThrow(RangeError)
  })

  it('does what a plain list in order of use does', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const step = fc.oneof(
      fc.record({ kind: fc.constant('get' as const), key }),
      fc.record({ kind: fc.constant('delete' as const), key }),
      fc.record({ kind: fc.constant('put' as const), key, fresh: fc.nat(8), stale: fc.nat(4) }),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { size: 'max', maxLength: 100 }),
        (capacity, steps) => {
          const level = new TimedEntries<string>(capacity)
          let list: { key: string; fresh: number; stale: number }[] = []
          for (const [now, one] of steps.entries()) {
            const held = list.find((other) => other.key === one.key)
            const rest = list.filter((other) => other.key !== one.key)
            if (one.kind === 'delete') {
              expect(level.delete(one.key)).toBe(held !== undefined)
              list = rest
            } else if (one.kind === 'put') {
              const fresh = now + one.fresh
              const victim = held === undefined && list.length === capacity ? (list[0]?.key ?? null) : null
              expect(level.put(one.key, entry('x', fresh, fresh + one.stale))).toBe(victim)
              list = [
                ...rest.filter((other) => other.key !== victim),
                { key: one.key, fresh, stale: fresh + one.stale },
              ]
            } else {
              const kind = held === undefined || now > held.stale ? 'missing' : now <= held.fresh ? 'fresh' : 'stale'
              expect(level.get(one.key, now).kind).toBe(kind)
              list = kind === 'missing' || held === undefined ? rest : [...rest, held]
            }
            expect(level.newestFirst().map(([name]) => name)).toEqual(list.map(({ key }) => key).reverse())
          }
        },
      ),
      { seed: 31, numRuns: 60 },
    )
  })
})
