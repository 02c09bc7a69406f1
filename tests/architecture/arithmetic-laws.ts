import type { Rule } from './rule'
import { type AstNode, isNode, type Place } from './source-file'
import { argumentsOf, isReference, nameOf, propertyOf } from './syntax'
import { reinterpretations } from './typed-arrays'

const inWorkers = (path: string): boolean => path.startsWith('workers/')

const portableMaths = new Set('sqrt floor ceil round trunc min max abs imul clz32'.split(' '))

export const law4: Rule = {
  name: 'law 4: only operations that every engine computes alike',
  reason:
    'Engines differ in the last bit of the rest of Math and of `**`. Portable versions are in workers/kernel/maths.ts; ' +
    'a whole power may be written with literals.',
  covers: inWorkers,
  find: ({ places }) => places.filter(isUnportable).map(({ node }) => node),
  caught: [
    ['workers/algorithms/a.ts', 'const x = Math.log(2)'],
    ['workers/algorithms/a.ts', 'const x = Math.PI'],
    ['workers/algorithms/a.ts', "const x = Math['cbrt'](3.7)"],
    ['workers/algorithms/a.ts', 'const x = Math[name](3.7)'],
    ['workers/algorithms/a.ts', 'const { sin } = Math'],
    ['workers/algorithms/a.ts', 'const x = globalThis.Math.sin(1)'],
    ['workers/algorithms/a.ts', 'const x = base ** 2'],
    ['workers/algorithms/a.ts', 'const x = 10 ** -5'],
    ['workers/algorithms/a.ts', 'x **= 2'],
    ['workers/algorithms/a.ts', 'const text = fraction.toString(36)'],
    ['workers/algorithms/a.ts', 'const text = fraction.toString(radix)'],
  ],
  passed: [
    ['workers/algorithms/a.ts', 'const x = Math.sqrt(Math.floor(a)) + 2 ** 32 + 10 ** 6 // Math.exp'],
    ['workers/algorithms/a.ts', 'const text = whole.toString(16) + whole.toString(10) + whole.toString()'],
    ['src/a.ts', 'const x = Math.sin(1)'],
  ],
}

export const byteOrder: Rule = {
  name: 'law 4: bytes are read in a stated order',
  reason:
    'Two typed arrays of unlike elements over one buffer show the byte order of the machine. Use a DataView, which is ' +
    'told the order.',
  covers: inWorkers,
  find: ({ places }) => reinterpretations(places),
  caught: [
    ['workers/trace/a.ts', 'const bytes = new Uint8Array(values.buffer)'],
    ['workers/trace/a.ts', 'const f = new Float64Array(1)\nconst u = new Uint32Array(f.buffer)'],
    ['workers/trace/a.ts', 'const b = new ArrayBuffer(8)\nconst f = new Float64Array(b)\nconst u = new Uint32Array(b)'],
    ['workers/trace/a.ts', 'class A { #f = new Float64Array(1); #u = new Uint32Array(this.#f.buffer) }'],
  ],
  passed: [
    ['workers/trace/a.ts', 'const a = new Uint8Array(9)\nconst b = new Uint8Array(a.buffer, 1)'],
    ['workers/trace/a.ts', 'const view = new DataView(new ArrayBuffer(8))\nview.setFloat64(0, x, true)'],
    ['workers/trace/a.ts', 'const b = new ArrayBuffer(8)\nconst f = new Float64Array(b)'],
    ['workers/trace/a.ts', 'const copy = new Float64Array(values)'],
  ],
}

function isUnportable(place: Place): boolean {
  const { node, parent } = place
  switch (node.type) {
    case 'Identifier':
      return node.name === 'Math' && isReference(place) && parent?.node.type !== 'MemberExpression'
    case 'MemberExpression':
      if (isMath(node.object)) return !portableMaths.has(propertyOf(node) ?? '')
      return false
    case 'BinaryExpression':
      return node.operator === '**' && !isExactPower(node)
    case 'AssignmentExpression':
      return node.operator === '**='
    case 'CallExpression':
      return isOddRadix(node)
    default:
      return false
  }
}

/** `Math`, `globalThis.Math`, `self.Math`. */
function isMath(node: unknown): boolean {
  if (nameOf(node) === 'Math') return true
  return isNode(node) && node.type === 'MemberExpression' && propertyOf(node) === 'Math'
}

/** Powers of literals whose value is a whole number that every double holds exactly. */
function isExactPower({ left, right }: AstNode): boolean {
  const base = isNode(left) && left.type === 'Literal' ? left.value : null
  const exponent = isNode(right) && right.type === 'Literal' ? right.value : null
  return Number.isInteger(base) && Number.isInteger(exponent) && Number.isSafeInteger(power(base, exponent))
}

function power(base: unknown, exponent: unknown): number {
  return (base as number) ** (exponent as number)
}

function isOddRadix(call: AstNode): boolean {
  const { callee } = call
  if (!isNode(callee) || callee.type !== 'MemberExpression' || propertyOf(callee) !== 'toString') return false
  const [radix] = argumentsOf(call)
  return radix !== undefined && !(radix.type === 'Literal' && (radix.value === 10 || radix.value === 16))
}
