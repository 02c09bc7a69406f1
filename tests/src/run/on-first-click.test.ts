import { expect, test, vi } from 'vitest'
import { onFirstClick } from '../../../src/run/on-first-click'

test('a double click acts once, single clicks and keys act each time', () => {
  const act = vi.fn()
  const click = onFirstClick(act)
  for (const detail of [1, 2, 3]) click({ detail })
  expect(act).toHaveBeenCalledTimes(1)
  for (const detail of [1, 0, 0]) click({ detail })
  expect(act).toHaveBeenCalledTimes(4)
})
