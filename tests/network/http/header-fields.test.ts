import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldLine, HeaderFields, refusalOf, splitList } from '../../../workers/network/http/header-fields'
import { wireText } from '../../../workers/network/message'

const name = fc.constantFrom('Accept', 'accept', 'ACCEPT', 'Set-Cookie', 'set-cookie', 'Vary', '__proto__', 'x-1')
const value = fc.stringMatching(/^[!-~]([ !-~]{0,6}[!-~])?$/)
const lines = fc.array(fc.tuple(name, value), { maxLength: 8 })

describe('header fields', () => {
  it('are found in any case, and several lines of one name are one list in their order', () => {
    fc.assert(
      fc.property(lines, name, (all, wanted) => {
        const fields = HeaderFields.of(all)
        const naive = all.filter(([own]) => own.toLowerCase() === wanted.toLowerCase()).map(([, text]) => text)
        expect(fields.getAll(wanted)).toEqual(naive)
        expect(fields.get(wanted)).toBe(naive.length === 0 ? null : naive.join(', '))
        expect(fields.has(wanted)).toBe(naive.length > 0)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('answer as the Headers of the platform do', () => {
    fc.assert(
      fc.property(lines, name, value, (all, wanted, text) => {
        const platform = new Headers(all)
        platform.set(wanted, text)
        const ours = HeaderFields.of(all).with(wanted, text)
        for (const own of ours.names) expect(ours.get(own)).toBe(platform.get(own))
        expect([...ours.names].sort()).toEqual([...new Set(platform.keys())])
        expect(ours.getAll('set-cookie')).toEqual(platform.getSetCookie())
        expect(ours.without(wanted).has(wanted)).toBe(false)
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  it('come back whole from the record that a message carries, and Set-Cookie stays on lines of its own', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const fields = HeaderFields.of(all)
        const back = HeaderFields.of(structuredClone(fields.toRecord()))
        expect(back.names).toEqual(fields.names)
        for (const own of fields.names) expect(back.get(own)).toBe(fields.get(own))
        expect(back.getAll('Set-Cookie')).toEqual(fields.getAll('Set-Cookie'))
      }),
      { seed: 3, numRuns: 500 },
    )
    const cookies = HeaderFields.of([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ])
    expect(wireText('200', { headers: cookies.toRecord() })).toBe('200\nSet-Cookie: a=1\nSet-Cookie: b=2')
  })

  it.each<[FieldLine, RegExp]>([
    [['', 'x'], /A field name is one or more letters/],
    [['a b', 'x'], /A field name/],
    [['a:', 'x'], /A field name/],
    [['é', 'x'], /A field name/],
    [['a', 'x\r\nInjected: y'], /holds a character that no field value may hold/],
    [['a', 'x\u0000'], /holds a character/],
    [['a', 'x\u007f'], /holds a character/],
    [['a', '→'], /holds a character/],
  ])('refuse %j with a sentence', ([own, text], sentence) => {
    expect(() => HeaderFields.of([[own, text]])).toThrow(sentence)
    expect(() => HeaderFields.none.with(own, text)).toThrow(RangeError)
    expect(refusalOf(own, text)?.refused).toMatch(sentence)
  })

  it('drop blanks around a value and keep those within', () => {
    expect(HeaderFields.of([['a', ' \tx\ty ']]).get('a')).toBe('x\ty')
  })

  it('count the octets that HTTP/1.1 writes', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const text = `${all.map(([own, text]) => `${own}: ${text}\r\n`).join('')}\r\n`
        expect(HeaderFields.of(all).bytes).toBe(text.length)
      }),
      { seed: 4, numRuns: 100 },
    )
  })
})

describe('a list', () => {
  it.each([
    ['a, b,c', ['a', 'b', 'c']],
    [' , a ,, ', ['a']],
    ['"a,b", c', ['"a,b"', 'c']],
    ['"a\\",b", c', ['"a\\",b"', 'c']],
    ['no-cache="x, y", max-age=1', ['no-cache="x, y"', 'max-age=1']],
    ['"open, a', ['"open, a']],
    ['', []],
  ])('%j is %j', (text, parts) => {
    expect(splitList(text)).toEqual(parts)
  })
})
