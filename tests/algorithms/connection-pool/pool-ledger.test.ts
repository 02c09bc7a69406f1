import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PoolLedger, type PoolRules, type Slot } from '../../../workers/algorithms/connection-pool/pool-ledger'
import { erlangB, erlangC } from '../../../workers/algorithms/scaling/erlang'
import { RandomStream } from '../../../workers/kernel/random'

const RULES: PoolRules = {
  maxConnections: 3,
  minConnections: 1,
  idleMicros: 1_000,
  lifetimeMicros: 10_000,
  lifetimeSpread: 0,
}

function openOne(ledger: PoolLedger, now: number): Slot {
  const slot = ledger.open(now)
  ledger.opened(slot, now)
  return slot
}

describe('the book of a pool', () => {
  it('lends the connection that came back last', () => {
    const ledger = new PoolLedger(RULES)
    openOne(ledger, 0)
    openOne(ledger, 5)
    expect(ledger.lend('a', 10)?.slot).toBe(2)
    expect(ledger.lend('b', 10)?.slot).toBe(1)
    expect(ledger.lend('c', 10)).toBeNull()
  })

  it('gives the lowest free slot to a new connection', () => {
    const ledger = new PoolLedger(RULES)
    const [first] = [openOne(ledger, 0), openOne(ledger, 0)]
    ledger.remove(first)
    expect(ledger.open(1).slot).toBe(1)
    expect(ledger.open(1).slot).toBe(3)
  })

  it('wants one for each who waits and for whom none is being opened, and the least number, within the bound', () => {
    const ledger = new PoolLedger(RULES)
    expect(ledger.wanted(0)).toBe(1)
    expect(ledger.wanted(2)).toBe(2)
    expect(ledger.wanted(9)).toBe(3)
    ledger.open(0)
    expect(ledger.wanted(2)).toBe(1)
    expect(ledger.wanted(1)).toBe(0)
  })

  it('closes what is too old when it comes back, and what is idle too long down to the least number', () => {
    const ledger = new PoolLedger(RULES)
    for (let count = 0; count < 3; count++) openOne(ledger, count)
    expect(ledger.idleTooLong(999)).toEqual([])
    expect(ledger.idleTooLong(5_000).map(({ slot }) => slot)).toEqual([1, 2])
    const lent = ledger.lend('a', 9_000) as Slot
    expect(ledger.takeBack(lent, 9_999)).toBeNull()
    const again = ledger.lend('a', 10_001) as Slot
    expect(ledger.takeBack(again, 10_002)).toBe('too old')
  })

  it('gives connections that are opened together lives that differ, and closes those that are old and idle', () => {
    const ledger = new PoolLedger({ ...RULES, lifetimeSpread: 0.25 })
    const slots = [0, 0.5, 0.999].map((lot) => {
      const slot = ledger.open(0)
      ledger.opened(slot, 100, lot)
      return slot
    })
    expect(slots.map(({ tooOldAt }) => tooOldAt)).toEqual([10_100, 8_850, 7_603])
    expect(ledger.idleTooOld(7_602)).toEqual([])
    ledger.lend('a', 7_602)
    expect(ledger.idleTooOld(9_000).map(({ slot }) => slot)).toEqual(
      [2, 3].filter((slot) => ledger.slot(slot)?.state.kind === 'idle'),
    )
    expect(() => new PoolLedger({ ...RULES, lifetimeSpread: 1.1 })).toThrow('from 0 to 1')
  })

  it('is closed back to a smaller bound as connections come back', () => {
    const ledger = new PoolLedger(RULES)
    for (let count = 0; count < 3; count++) openOne(ledger, 0)
    const lent = ledger.lend('a', 1) as Slot
    ledger.rules = { ...RULES, maxConnections: 2 }
    expect(ledger.takeBack(lent, 2)).toBe('too many')
  })

  it('refuses bounds that make no sense and steps out of order', () => {
    expect(() => new PoolLedger({ ...RULES, minConnections: 4 })).toThrow('0 ≤ min ≤ max')
    expect(() => new PoolLedger({ ...RULES, maxConnections: 0 })).toThrow('max ≥ 1')
    const ledger = new PoolLedger(RULES)
    const slot = openOne(ledger, 0)
    expect(() => ledger.opened(slot, 1)).toThrow('was not being opened')
    expect(() => ledger.takeBack(slot, 1)).toThrow('was not lent')
  })

  it('counts as a list of states does, whatever is done to it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5), { size: 'max', maxLength: 120 }),
        fc.integer({ min: 1, max: 6 }),
        (steps, max) => {
          const ledger = new PoolLedger({ ...RULES, maxConnections: max, minConnections: 0 })
          const naive = new Map<Slot, 'idle' | 'opening' | 'lent'>()
          const pick = (state: string, which: number) => {
            const fitting = [...naive].filter(([, own]) => own === state).map(([slot]) => slot)
            return fitting[which % Math.max(1, fitting.length)]
          }
          for (const [now, step] of steps.entries()) {
            if (step === 0 && ledger.wanted(1) > 0) naive.set(ledger.open(now), 'opening')
            const opening = pick('opening', now)
            if (step === 1 && opening !== undefined) {
              ledger.opened(opening, now)
              naive.set(opening, 'idle')
            }
            const lent = step === 2 || step === 3 ? ledger.lend(String(now), now) : null
            if (lent !== null) {
              expect(naive.get(lent)).toBe('idle')
              naive.set(lent, 'lent')
            }
            const back = pick('lent', now)
            if (step === 4 && back !== undefined) {
              ledger.takeBack(back, now)
              naive.set(back, 'idle')
            }
            const gone = [...naive.keys()][now % Math.max(1, naive.size)]
            if (step === 5 && gone !== undefined) {
              ledger.remove(gone)
              naive.delete(gone)
            }
            const count = (state: string) => [...naive.values()].filter((own) => own === state).length
            expect([ledger.idleCount, ledger.openingCount, ledger.lentCount]).toEqual(
              ['idle', 'opening', 'lent'].map(count),
            )
            expect(ledger.size).toBeLessThanOrEqual(max)
            expect(new Set(ledger.list().map(({ slot }) => slot)).size).toBe(naive.size)
          }
        },
      ),
      { seed: 41, numRuns: 50 },
    )
  })
})

/** Poisson arrivals at a pool of open connections, exponential loans; a line that nobody or everybody may join. */
function play(connections: number, offered: number, mayWait: boolean, arrivals: number, seed: number): number {
  const stream = RandomStream.named(seed, 'loans')
  const mean = 100_000
  const ledger = new PoolLedger({
    maxConnections: connections,
    minConnections: 0,
    idleMicros: Infinity,
    lifetimeMicros: Infinity,
    lifetimeSpread: 0,
  })
  for (let count = 0; count < connections; count++) openOne(ledger, 0)
  const ends: { at: number; slot: Slot }[] = []
  const lend = (now: number): boolean => {
    const slot = ledger.lend('x', now)
    if (slot !== null) ends.push({ at: now + stream.exponential(mean), slot })
    return slot !== null
  }
  let [now, waiting, without] = [0, 0, 0]
  for (let count = 0; count < arrivals; count++) {
    now += stream.exponential(mean / offered)
    for (;;) {
      const next = ends.reduce((best, end, index) => (end.at < (ends[best]?.at ?? Infinity) ? index : best), -1)
      const end = ends[next]
      if (end === undefined || end.at > now) break
      ends.splice(next, 1)
      ledger.takeBack(end.slot, end.at)
      if (waiting > 0 && lend(end.at)) waiting--
    }
    if (lend(now)) continue
    without++
    if (mayWait) waiting++
  }
  return without / arrivals
}

describe('a pool is a queue with as many servers as connections', () => {
  it('refuses B(10, 8) = 12.17 % when nobody may wait', () => {
    expect(erlangB(10, 8)).toBeCloseTo(0.121661, 6)
    expect(Math.abs(play(10, 8, false, 100_000, 5) - erlangB(10, 8))).toBeLessThan(0.01)
  })
  it('lets C(10, 8) = 40.9 % wait when everybody may', () => {
    expect(erlangC(10, 8)).toBeCloseTo(0.409, 3)
    expect(Math.abs(play(10, 8, true, 200_000, 6) - erlangC(10, 8))).toBeLessThan(0.04)
  })
})
