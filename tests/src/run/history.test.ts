import { expect, test } from 'vitest'
import { History } from '../../../src/run/history'

/** A history on a clock that the test moves. */
function timed() {
  const clock = { ms: 0 }
  return { clock, history: new History<number>(() => clock.ms) }
}

test('undo and redo walk over the states that were, by the names of the changes', () => {
  const { history } = timed()
  history.leave(1, 'one', null)
  history.leave(2, 'two', null)
  expect([history.undoLabel, history.redoLabel]).toEqual(['two', null])
  expect(history.undo(3)).toBe(2)
  expect([history.undoLabel, history.redoLabel]).toEqual(['one', 'two'])
  expect(history.undo(2)).toBe(1)
  expect(history.undo(1)).toBeNull()
  expect(history.redo(1)).toBe(2)
  expect(history.redo(2)).toBe(3)
  expect(history.redo(3)).toBeNull()
})

test('a change after undo forgets what could be redone', () => {
  const { history } = timed()
  history.leave(1, 'one', null)
  history.undo(2)
  history.leave(1, 'other', null)
  expect(history.redo(5)).toBeNull()
  expect(history.undoLabel).toBe('other')
})

test('a drag of one key is one step; a pause of more than a second or another key begins a new one', () => {
  const { clock, history } = timed()
  for (const state of [1, 2, 3]) {
    history.leave(state, 'rate', 'rps')
    clock.ms += 900
  }
  history.leave(4, 'work', 'work')
  clock.ms += 1_001
  history.leave(5, 'work', 'work')
  expect(history.undo(6)).toBe(5)
  expect(history.undo(5)).toBe(4)
  expect(history.undo(4)).toBe(1)
  expect(history.undo(1)).toBeNull()
})

test('a drag right after undo is a step of its own', () => {
  const { history } = timed()
  history.leave(1, 'rate', 'rps')
  history.undo(2)
  history.leave(1, 'rate', 'rps')
  expect(history.undo(9)).toBe(1)
})

test('the last hundred steps are kept', () => {
  const { history } = timed()
  for (let state = 0; state < 130; state++) history.leave(state, 'step', null)
  let now = 130
  let steps = 0
  for (let before = history.undo(now); before !== null; before = history.undo(now)) {
    now = before
    steps += 1
  }
  expect([steps, now]).toEqual([100, 30])
})
