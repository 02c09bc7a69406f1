import { posix } from 'node:path'
import { type AstNode, isNode, type SourceFile } from './source-file'
import { nameOf, propertyOf } from './syntax'

/** One way in which a file names another module. */
export interface Import {
  /** A path from the root without its ending, or the name of a package. A glob stays a pattern. */
  readonly target: string
  readonly isPackage: boolean
  /** Leaves nothing in the built code. */
  readonly isType: boolean
  readonly isGlob: boolean
  readonly node: AstNode
}

/** Everything a file imports, exports from elsewhere, loads later, matches by glob, or makes a URL of. */
export function importsOf(file: SourceFile): Import[] {
  return file.places.flatMap(({ node }) => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        return toImport(file, node, node.source, isTypeOnly(node))
      case 'ImportExpression':
        return toImport(file, node, node.source, false)
      case 'TSImportType':
        return toImport(file, node, node.source, true)
      case 'NewExpression':
        return nameOf(node.callee) === 'URL' && isMetaUrl(node) ? toImport(file, node, firstArgument(node), false) : []
      case 'CallExpression':
        return isGlobCall(node) ? globs(file, node) : []
      default:
        return []
    }
  })
}

function toImport(file: SourceFile, node: AstNode, source: unknown, isType: boolean, isGlob = false): Import[] {
  const text = nameOf(source)
  if (text === null || text === '') return []
  const specifier = text.replace(/\?.*$/, '')
  const isPackage = !specifier.startsWith('.') && !specifier.startsWith('/')
  if (isPackage) return [{ target: specifier, isPackage, isType, isGlob, node }]
  const target = posix.join(specifier.startsWith('/') ? '' : posix.dirname(file.path), specifier)
  return [{ target: target.replace(/\.[mc]?[jt]sx?$/, ''), isPackage, isType, isGlob, node }]
}

/** `import type`, or braces in which every name is a type. */
function isTypeOnly(node: AstNode): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true
  const specifiers = (node.specifiers ?? []) as readonly AstNode[]
  const kinds = specifiers.map(({ importKind, exportKind }) => importKind ?? exportKind)
  return kinds.length > 0 && kinds.every((kind) => kind === 'type')
}

function isGlobCall({ callee }: AstNode): boolean {
  return (
    isNode(callee) &&
    callee.type === 'MemberExpression' &&
    propertyOf(callee) === 'glob' &&
    isNode(callee.object) &&
    callee.object.type === 'MetaProperty'
  )
}

function globs(file: SourceFile, call: AstNode): Import[] {
  const patterns = firstArgument(call)
  const list = patterns?.type === 'ArrayExpression' ? (patterns.elements as readonly AstNode[]) : [patterns]
  return list.flatMap((pattern) => toImport(file, call, pattern, false, true))
}

function isMetaUrl(node: AstNode): boolean {
  const second = (node.arguments as readonly AstNode[])[1]
  return second?.type === 'MemberExpression' && propertyOf(second) === 'url'
}

function firstArgument(node: AstNode): AstNode | undefined {
  return (node.arguments as readonly AstNode[])[0]
}
