import { describe, expect, it } from 'vitest'
import { RegisterHistory } from '../../../workers/algorithms/consistency/register-history'

describe('a history of registers', () => {
  it('judges each register by itself and keeps the first answer that cannot be', () => {
    const history = new RegisterHistory()
    history.written(history.write('x', 'a'))
    const overlapping = history.read('y')
    history.written(history.write('y', 'b'))
    history.found(overlapping, null)
    expect(history.anomaly).toBeNull()
    history.found(history.read('y'), null)
    history.found(history.read('x'), null)
    expect(history.anomaly).toEqual({ key: 'y', value: null, instead: 'b' })
  })

  it('lets a write without answer happen late, but no write that was refused', () => {
    const history = new RegisterHistory()
    history.write('x', 'open')
    history.found(history.read('x'), null)
    history.found(history.read('x'), 'open')
    expect(history.anomaly).toBeNull()
    history.refused(history.write('x', 'never'))
    history.found(history.read('x'), 'never')
    expect(history.anomaly).toEqual({ key: 'x', value: 'never', instead: 'open' })
    expect(history.undecided).toBe(0)
  })

  it('knows no calls that were not told', () => {
    expect(() => new RegisterHistory().written(0)).toThrow(RangeError)
  })
})

it('gives up on a register whose calls overlap too much, in bounded work', () => {
  const history = new RegisterHistory()
  // Forty writes that never return, all of them read: every subset of them is a configuration.
  for (let value = 0; value < 40; value++) history.write('x', value)
  for (let turn = 0; turn < 2; turn++)
    for (let value = 0; value < 40; value++) {
      const reads = [history.read('x'), history.read('x')]
      for (const read of reads) history.found(read, (value * 7) % 40)
    }
  expect(history.undecided).toBe(10)
})
