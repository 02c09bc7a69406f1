import { type AstNode, isNode, type Place } from './source-file'
import { nameOf, propertyOf } from './syntax'

/** Bytes an element of each kind of typed array. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  Int8Array: 1,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Int16Array: 2,
  Uint16Array: 2,
  Int32Array: 4,
  Uint32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
  BigInt64Array: 8,
  BigUint64Array: 8,
}

/** `new Float64Array(…)`, `Float64Array.from(…)`, `Float64Array.of(…)`: the kind that such an expression makes. */
export function madeKind(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'NewExpression') return asKind(nameOf(node.callee))
  if (node.type !== 'CallExpression' || !isNode(node.callee) || node.callee.type !== 'MemberExpression') return null
  const { callee } = node
  if (propertyOf(callee) === 'from' || propertyOf(callee) === 'of') return asKind(nameOf(callee.object))
  // These keep the kind of what they are called on.
  const isCopy = ['slice', 'subarray', 'toSorted', 'toReversed', 'map', 'filter'].includes(propertyOf(callee) ?? '')
  return isCopy ? madeKind(callee.object) : null
}

/** The typed arrays of a file by the names they are declared under, also as fields and parameters. */
export function declaredKinds(places: readonly Place[]): ReadonlyMap<string, string> {
  const kinds = new Map<string, string>()
  for (const { node } of places) {
    if (node.type === 'VariableDeclarator') remember(kinds, node.id, madeKind(node.init))
    if (node.type === 'PropertyDefinition') remember(kinds, node.key, madeKind(node.value) ?? annotatedKind(node))
    if (node.type === 'Identifier') remember(kinds, node, annotatedKind(node))
  }
  return kinds
}

/** The kind of an expression as far as one file shows it: made there, or declared there. */
export function kindOf(node: unknown, declared: ReadonlyMap<string, string>): string | null {
  const made = madeKind(node)
  if (made !== null || !isNode(node)) return made
  if (node.type === 'Identifier') return declared.get(node.name as string) ?? null
  if (node.type !== 'MemberExpression') return null
  const { property } = node
  const name = isNode(property) && property.type === 'PrivateIdentifier' ? (property.name as string) : propertyOf(node)
  return declared.get(name ?? '') ?? null
}

/**
 * Places where the bytes of one kind of element are read as another kind, in whose order machines differ: a view over
 * the buffer of another array, or two views of unlike size over one buffer.
 */
export function reinterpretations(places: readonly Place[]): AstNode[] {
  const declared = declaredKinds(places)
  const viewsOf = new Map<string, Set<number>>()
  const found: AstNode[] = []
  for (const { node } of places) {
    const view = node.type === 'NewExpression' ? asKind(nameOf(node.callee)) : null
    const source = view === null ? undefined : (node.arguments as readonly AstNode[])[0]
    if (view === null || source === undefined) continue
    if (source.type === 'MemberExpression' && propertyOf(source) === 'buffer') {
      const origin = kindOf(source.object, declared)
      if (origin === null || ELEMENT_BYTES[origin] !== ELEMENT_BYTES[view]) found.push(node)
    } else if (source.type === 'Identifier' && isBuffer(source.name as string, places)) {
      const sizes = viewsOf.get(source.name as string) ?? new Set<number>()
      viewsOf.set(source.name as string, sizes.add(ELEMENT_BYTES[view] ?? 0))
      if (sizes.size > 1) found.push(node)
    }
  }
  return found
}

/** Whether a name is declared as an ArrayBuffer in the file. */
function isBuffer(name: string, places: readonly Place[]): boolean {
  return places.some(({ node }) => {
    if (node.type === 'Identifier' && node.name === name) return annotatedType(node) === 'ArrayBuffer'
    if (node.type !== 'VariableDeclarator' || nameOf(node.id) !== name || !isNode(node.init)) return false
    if (node.init.type === 'NewExpression') return nameOf(node.init.callee) === 'ArrayBuffer'
    return node.init.type === 'MemberExpression' && propertyOf(node.init) === 'buffer'
  })
}

function remember(kinds: Map<string, string>, id: unknown, kind: string | null): void {
  const name = isNode(id) && id.type === 'PrivateIdentifier' ? (id.name as string) : nameOf(id)
  if (name !== null && kind !== null) kinds.set(name, kind)
}

function annotatedKind(node: AstNode): string | null {
  return asKind(annotatedType(node))
}

function annotatedType({ typeAnnotation }: AstNode): string | null {
  const type = isNode(typeAnnotation) ? typeAnnotation.typeAnnotation : null
  return isNode(type) && type.type === 'TSTypeReference' ? nameOf(type.typeName) : null
}

function asKind(name: string | null): string | null {
  return name !== null && Object.hasOwn(ELEMENT_BYTES, name) ? name : null
}
