import { expect, test } from 'vitest'
import { pack, unpack } from '../../workers/scenario/url-packed'

test.each([1, 2_000, 65_536])('%i characters come back whole', (length) => {
  const text = 'crash:s1@1s,'.repeat(6_000).slice(0, length)
  expect(unpack(pack(text))).toBe(text)
})

test.each([65_537, 70_000, 5_000_000])('what would unfold to %i characters is refused', (length) => {
  expect(unpack(pack('a'.repeat(length)))).toBeNull()
})

test('a packed text that was cut off, or is none, is refused', () => {
  const packed = pack('crash:s1@1s,restart:s1@2s')
  for (let length = 0; length < packed.length - 1; length++)
    expect(unpack(packed.slice(0, length))).not.toBe('crash:s1@1s,restart:s1@2s')
  for (const text of ['', '=', 'a', '!!!!', '____', packed.slice(0, 8)]) expect(unpack(text), text).toBeNull()
})
