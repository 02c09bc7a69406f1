import { isDeepStrictEqual } from 'node:util'

/**
 * Law 6: proves that a value is plain data which survives structuredClone unchanged. Allowed are null, undefined,
 * booleans, strings, numbers, plain objects, arrays without holes, typed arrays, ArrayBuffers, Maps and Sets.
 *
 * @param name what the value is called in the message, for instance `reading`
 * @throws {TypeError} a sentence with the path of the first part that is not plain
 */
export function assertPlain(value: unknown, name = 'value'): void {
  visit(value, name, [])
  if (!isDeepStrictEqual(structuredClone(value), value)) throw new TypeError(`${name} is changed by structuredClone.`)
}

/** @param inside the objects that hold this value, to find a cycle */
function visit(value: unknown, path: string, inside: readonly object[]): void {
  if (value === null || ['undefined', 'boolean', 'string', 'number'].includes(typeof value)) return
  if (typeof value !== 'object') throw new TypeError(`${path} is a ${typeof value}.`)
  if (inside.includes(value)) throw new TypeError(`${path} is part of itself.`)
  const within = [...inside, value]
  if (value instanceof ArrayBuffer || (ArrayBuffer.isView(value) && !(value instanceof DataView))) return
  if (value instanceof Map) visitMap(value, path, within)
  else if (value instanceof Set) visitSet(value, path, within)
  else if (Array.isArray(value)) visitArray(value, path, within)
  else visitObject(value, path, within)
}

function visitMap(map: ReadonlyMap<unknown, unknown>, path: string, inside: readonly object[]): void {
  for (const [key, value] of map) {
    visit(key, `a key of ${path}`, inside)
    visit(value, `${path}.get(${String(key)})`, inside)
  }
}

function visitSet(set: ReadonlySet<unknown>, path: string, inside: readonly object[]): void {
  for (const value of set) visit(value, `a value of ${path}`, inside)
}

function visitArray(array: readonly unknown[], path: string, inside: readonly object[]): void {
  for (let index = 0; index < array.length; index++) {
    if (!Object.hasOwn(array, index)) throw new TypeError(`${path}[${index}] is a hole.`)
    visit(array[index], `${path}[${index}]`, inside)
  }
  const names = Reflect.ownKeys(array).length - 1
  if (names > array.length) throw new TypeError(`${path} is an array with named properties.`)
}

function visitObject(object: object, path: string, inside: readonly object[]): void {
  if (Object.getPrototypeOf(object) !== Object.prototype) {
    const kind = object.constructor?.name
    throw new TypeError(
      `${path} is ${kind === undefined ? 'an object without a prototype' : `an instance of ${kind}`}.`,
    )
  }
  for (const key of Reflect.ownKeys(object)) {
    if (typeof key === 'symbol') throw new TypeError(`${path} has a key that is a symbol.`)
    const property = Object.getOwnPropertyDescriptor(object, key)
    if (property?.get !== undefined || property?.set !== undefined) throw new TypeError(`${path}.${key} is computed.`)
    if (property?.enumerable !== true) throw new TypeError(`${path}.${key} is hidden.`)
    visit(property.value, `${path}.${key}`, inside)
  }
}
