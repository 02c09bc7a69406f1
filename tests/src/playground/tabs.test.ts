import { describe, expect, it } from 'vitest'
import { nextTab } from '../../../src/playground/tabs'

describe('the keys of the tabs', () => {
  it('go round both ends and jump to the first and the last', () => {
    expect(nextTab('ArrowRight', 0, 3)).toBe(1)
    expect(nextTab('ArrowRight', 2, 3)).toBe(0)
    expect(nextTab('ArrowLeft', 0, 3)).toBe(2)
    expect(nextTab('Home', 2, 3)).toBe(0)
    expect(nextTab('End', 0, 3)).toBe(2)
  })

  it('leave every other key alone', () => {
    for (const key of ['ArrowUp', 'ArrowDown', 'Enter', ' ', 'a']) expect(nextTab(key, 0, 3), key).toBeNull()
  })
})
