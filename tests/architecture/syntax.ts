import { type AstNode, isNode, type Place } from './source-file'

/** The name of an identifier, or the text of a string literal; null for everything else. */
export function nameOf(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier') return node.name as string
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : null
}

/** The property of `object.property` and `object['property']`; null when it is computed otherwise. */
export function propertyOf(member: AstNode): string | null {
  const { property } = member
  if (member.computed !== true) return nameOf(property)
  return isNode(property) && property.type === 'Literal' ? nameOf(property) : null
}

/** Whether an identifier stands for a value or a type in scope, and is not merely the name of a property. */
export function isReference({ node, parent, key }: Place): boolean {
  if (node.type !== 'Identifier') return false
  switch (parent?.node.type) {
    case 'MemberExpression':
      return key === 'object' || parent.node.computed === true
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
    case 'AccessorProperty':
    case 'TSPropertySignature':
    case 'TSMethodSignature':
    case 'TSAbstractMethodDefinition':
    case 'TSEnumMember':
      return key !== 'key' && key !== 'id' ? true : parent.node.computed === true
    case 'TSQualifiedName':
      return key === 'left'
    case 'ImportSpecifier':
      return key === 'local'
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return false
    default:
      return true
  }
}

const GLOBAL_OBJECTS = new Set(['globalThis', 'self', 'window'])

/** Uses of globals by name, also through `globalThis`, `self` and `window`. */
export function usesOfGlobals(places: readonly Place[], names: ReadonlySet<string>): AstNode[] {
  return places.filter((place) => isUseOfGlobal(place, names)).map(({ node }) => node)
}

function isUseOfGlobal(place: Place, names: ReadonlySet<string>): boolean {
  const { node } = place
  if (node.type === 'Identifier') return names.has(node.name as string) && isReference(place)
  if (node.type !== 'MemberExpression' || !GLOBAL_OBJECTS.has(nameOf(node.object) ?? '')) return false
  return names.has(propertyOf(node) ?? '')
}

/** `x.name` for one of the names, whatever x is. */
export function usesOfMembers(places: readonly Place[], names: ReadonlySet<string>): AstNode[] {
  return places
    .map(({ node }) => node)
    .filter((node) => node.type === 'MemberExpression' && names.has(propertyOf(node) ?? ''))
}

/** Calls `x.name(…)` for one of the names. */
export function callsOfMembers(places: readonly Place[], names: ReadonlySet<string>): AstNode[] {
  return places
    .map(({ node }) => node)
    .filter((node) => node.type === 'CallExpression' && names.has(calledMember(node)))
}

function calledMember({ callee }: AstNode): string {
  return isNode(callee) && callee.type === 'MemberExpression' ? (propertyOf(callee) ?? '') : ''
}

export function argumentsOf(call: AstNode): readonly AstNode[] {
  return call.arguments as readonly AstNode[]
}
