import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkRegister,
  type RegisterOperation,
  type RegisterValue,
} from '../../../workers/algorithms/consistency/linearizability'

const FOREVER = Number.POSITIVE_INFINITY

function write(value: RegisterValue, invoked: number, returned = FOREVER): RegisterOperation {
  return { kind: 'write', value, invoked, returned }
}
function read(value: RegisterValue, invoked: number, returned: number): RegisterOperation {
  return { kind: 'read', value, invoked, returned }
}

/** Whether one order, given as indices, is allowed: calls after answers come later, and every read finds the last write. */
function explains(history: readonly RegisterOperation[], order: readonly number[]): boolean {
  let value: RegisterValue = null
  for (const [place, index] of order.entries()) {
    const { kind, value: own, invoked } = history[index] as RegisterOperation
    if (order.slice(place + 1).some((later) => (history[later] as RegisterOperation).returned < invoked)) return false
    if (kind === 'write') value = own
    else if (own !== value) return false
  }
  return true
}

/** All orders of all operations with an answer and any of those without. */
function existsOrder(history: readonly RegisterOperation[]): boolean {
  const all = [...history.keys()]
  const mustBeIn = all.filter((index) => history[index]?.returned !== FOREVER)
  const tried = (order: readonly number[]): boolean => {
    if (mustBeIn.every((index) => order.includes(index)) && explains(history, order)) return true
    return all.some((index) => !order.includes(index) && tried([...order, index]))
  }
  return tried([])
}

const operation = fc
  .record({
    isRead: fc.boolean(),
    value: fc.integer({ min: 0, max: 2 }),
    invoked: fc.integer({ min: 0, max: 12 }),
    takes: fc.integer({ min: 0, max: 8 }),
    isOpen: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ isRead, value, invoked, takes, isOpen }) =>
    isRead
      ? read(value === 2 ? null : value, invoked, invoked + takes)
      : write(value, invoked, isOpen === 0 ? FOREVER : invoked + takes),
  )

describe('the check of one register', () => {
  it('agrees with the search through all orders', () => {
    let [yes, no] = [0, 0]
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6, size: 'max' }), (history) => {
        const verdict = checkRegister(history)
        const isLinearizable = existsOrder(history)
        if (isLinearizable) yes++
        else no++
        expect(verdict.kind).toBe(isLinearizable ? 'linearizable' : 'violated')
        if (verdict.kind === 'linearizable') expect(explains(history, verdict.order)).toBe(true)
      }),
      { seed: 5, numRuns: 3_000 },
    )
    expect(Math.min(yes, no)).toBeGreaterThan(300)
  })

  it('accepts every history of one copy, however long and concurrent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            isRead: fc.boolean(),
            before: fc.integer({ min: 0, max: 9 }),
            after: fc.integer({ min: 0, max: 9 }),
            isOpen: fc.integer({ min: 0, max: 9 }),
          }),
          { minLength: 200, maxLength: 400, size: 'max' },
        ),
        (points) => {
          let value: RegisterValue = null
          const history = points.map(({ isRead, before, after, isOpen }, at) => {
            if (isRead) return read(value, 3 * at - before, 3 * at + after)
            value = at
            return write(at, 3 * at - before, isOpen === 0 ? FOREVER : 3 * at + after)
          })
          expect(checkRegister(history).kind).toBe('linearizable')
        },
      ),
      { seed: 6, numRuns: 100 },
    )
  })

  it('names the read that finds an older value after a newer one', () => {
    const history = [write(1, 0, 1), write(2, 2, 9), read(2, 3, 4), read(1, 5, 6)]
    expect(checkRegister(history)).toEqual({ kind: 'violated', stuck: 3, value: 2 })
  })

  it('lets a write of unknown outcome take effect late, once or never', () => {
    const open = write(1, 0)
    expect(checkRegister([open, write(2, 1, 2), read(2, 3, 4), read(1, 5, 6)]).kind).toBe('linearizable')
    expect(checkRegister([open, read(null, 7, 8)]).kind).toBe('linearizable')
    const twice = [open, read(1, 1, 2), write(2, 3, 4), read(2, 5, 6), read(1, 7, 8)]
    expect(checkRegister(twice)).toEqual({ kind: 'violated', stuck: 4, value: 2 })
  })

  it('is not slowed down by writes without answer that nobody sees', () => {
    const open = Array.from({ length: 200 }, (_, at) => write(`open ${at}`, at))
    const verdict = checkRegister([...open, write(1, 300, 301), read(2, 302, 303)])
    expect(verdict).toEqual({ kind: 'violated', stuck: 201, value: 1 })
  })

  it('explores sets of writes, not orders of them', () => {
    const writes = Array.from({ length: 12 }, (_, at) => write(at, 0, 100))
    expect(checkRegister([...writes, read(99, 101, 102)]).kind).toBe('violated')
  })

  it('says that it is undecided when its bound is reached', () => {
    const writes = Array.from({ length: 12 }, (_, at) => write(at, 0, 100))
    const verdict = checkRegister([...writes, read(99, 101, 102)], null, 50)
    expect(verdict.kind).toBe('undecided')
  })
})
