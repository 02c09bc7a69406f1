import { describe, expect, test } from 'vitest'
import { commandOf, keyNames, SHORTCUTS } from '../../../src/playback/shortcuts'

const stroke = (key: string, ...held: ('shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey')[]) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...Object.fromEntries(held.map((each) => [each, true])),
})

describe('shortcuts', () => {
  test('give the commands that the help lists', () => {
    expect(commandOf(stroke(' '))).toBe('toggle')
    expect(commandOf(stroke('ArrowRight'))).toBe('step-forward')
    expect(commandOf(stroke('ArrowRight', 'shiftKey'))).toBe('mark-forward')
    expect(commandOf(stroke('?', 'shiftKey'))).toBe('help')
    expect(commandOf(stroke('L'))).toBe('play')
  })

  test('undo and redo with Ctrl or ⌘', () => {
    for (const mod of ['ctrlKey', 'metaKey'] as const) {
      expect(commandOf(stroke('z', mod))).toBe('undo')
      expect(commandOf(stroke('Z', mod, 'shiftKey'))).toBe('redo')
    }
  })

  test('leave keys of the browser alone', () => {
    expect(commandOf(stroke('l', 'ctrlKey'))).toBeNull()
    expect(commandOf(stroke('ArrowLeft', 'altKey'))).toBeNull()
    expect(commandOf(stroke('x'))).toBeNull()
  })

  test('never give one key to two commands', () => {
    const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('print as on a keyboard', () => {
    expect(keyNames('Mod+Shift+z')).toEqual(['Ctrl', '⇧', 'Z'])
    expect(keyNames('Mod+z', true)).toEqual(['⌘', 'Z'])
    expect(keyNames('ArrowLeft')).toEqual(['←'])
  })
})
