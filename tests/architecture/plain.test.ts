import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertPlain } from './plain'

describe('law 6: plain data', () => {
  it('passes everything that JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(() => assertPlain(JSON.parse(JSON.stringify(value)))).not.toThrow()
      }),
      { seed: 7 },
    )
  })

  it('passes undefined, -0, NaN, infinities, Maps, Sets, typed arrays and one object held twice', () => {
    const shared = { name: 'server-1' }
    const columns = { due: new Float64Array([1, Number.NaN]), bytes: new ArrayBuffer(3) }
    const value = { gone: undefined, at: -0, rate: Number.NaN, limit: Infinity, shared, again: [shared], columns }
    expect(() => assertPlain({ ...value, map: new Map([['a', [1]]]), set: new Set(['a', 1]) })).not.toThrow()
  })

  class Task {
    readonly micros = 1
  }
  const cyclic: { self?: unknown } = {}
  cyclic.self = cyclic
  const named = Object.assign([1], { total: 1 })
  const refused: readonly [name: string, value: unknown, sentence: string][] = [
    ['a function', { queue: [{ run: () => 1 }] }, 'reading.queue[0].run is a function.'],
    ['a symbol', { id: Symbol('x') }, 'reading.id is a symbol.'],
    ['a bigint', { id: 1n }, 'reading.id is a bigint.'],
    ['an instance of a class', { task: new Task() }, 'reading.task is an instance of Task.'],
    ['a date', new Map([['at', new Date(0)]]), 'reading.get(at) is an instance of Date.'],
    ['an error', [new Error('x')], 'reading[0] is an instance of Error.'],
    ['a promise', Promise.resolve(), 'reading is an instance of Promise.'],
    ['a view with a byte order', new DataView(new ArrayBuffer(1)), 'reading is an instance of DataView.'],
    [
      'an object without a prototype',
      { table: Object.create(null) },
      'reading.table is an object without a prototype.',
    ],
    ['a cycle', cyclic, 'reading.self is part of itself.'],
    ['a hole', new Array(1), 'reading[0] is a hole.'],
    ['names on an array', named, 'reading is an array with named properties.'],
    [
      'a getter',
      Object.defineProperty({}, 'length', { get: () => 1, enumerable: true }),
      'reading.length is computed.',
    ],
    ['a hidden property', Object.defineProperty({}, 'secret', { value: 1 }), 'reading.secret is hidden.'],
    ['a key that is a symbol', { [Symbol.iterator]: 1 }, 'reading has a key that is a symbol.'],
    ['an object as a key', new Map([[new Task(), 1]]), 'a key of reading is an instance of Task.'],
  ]
  it.each(refused)('refuses %s and says where it is', (_name, value, sentence) => {
    expect(() => assertPlain(value, 'reading')).toThrow(new TypeError(sentence))
  })
})
