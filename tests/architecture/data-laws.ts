import type { Rule } from './rule'
import { isNode, type Place } from './source-file'
import { nameOf, usesOfGlobals, usesOfMembers } from './syntax'

export const law6: Rule = {
  name: 'law 6: what crosses the thread is declared as plain data',
  reason:
    'Functions, symbols and instances of classes do not survive structuredClone. Declare fields that hold values; ' +
    'only SessionApi has methods.',
  covers: (path) => path === 'workers/protocol.ts' || path === 'workers/scenario/scenario.ts',
  find: ({ places }) => [
    ...places.filter(isCodeInData).map(({ node }) => node),
    ...usesOfGlobals(places, new Set(['Date', 'RegExp', 'Error', 'WeakMap', 'WeakSet', 'Function', 'symbol'])),
  ],
  caught: [
    ['workers/protocol.ts', 'export interface Hop { due(): number }'],
    ['workers/protocol.ts', 'export interface Hop { readonly due: () => number }'],
    ['workers/protocol.ts', 'export interface Hop { readonly at: Date }'],
    ['workers/scenario/scenario.ts', 'export class Scenario {}'],
    ['workers/scenario/scenario.ts', 'export interface Scenario { readonly key: symbol }'],
  ],
  passed: [
    ['workers/protocol.ts', 'export interface SessionApi { open(scenario: Scenario): Promise<Opened> }'],
    ['workers/protocol.ts', 'export interface Chunk { readonly due: Float64Array; readonly names: readonly string[] }'],
    ['workers/scenario/scenario.ts', 'export function baseOf(scenario: Scenario): Scenario { return scenario }'],
  ],
}

export const errorTexts: Rule = {
  name: 'laws 4 and 7: a trace holds no text of the engine',
  reason:
    'The message and stack of an error are worded by each engine, so a digest over them is not the same anywhere.',
  covers: (path) => path.startsWith('workers/trace/'),
  find: ({ places }) => [
    ...usesOfMembers(places, new Set(['stack'])),
    ...usesOfMembers(places, new Set(['message'])).filter((node) => isErrorName(nameOf(node.object))),
    ...places.map(({ node }) => node).filter((node) => node.type === 'CatchClause' && isNode(node.param)),
  ],
  caught: [
    ['workers/trace/a.ts', 'const sentence = error.message'],
    ['workers/trace/a.ts', 'const sentence = failure.stack'],
    ['workers/trace/a.ts', 'try { f() } catch (thrown) { record(String(thrown)) }'],
  ],
  passed: [
    ['workers/trace/a.ts', 'const text = hop.message\ntry { f() } catch { record("failed") }'],
    ['workers/session/a.ts', 'const sentence = error.message'],
  ],
}

/** A method or function in a type, outside SessionApi; a class; a symbol. Functions of the file itself are none. */
function isCodeInData({ node, parent }: Place): boolean {
  if (node.type === 'ClassDeclaration' || node.type === 'TSSymbolKeyword') return true
  if (node.type !== 'TSMethodSignature' && node.type !== 'TSFunctionType') return false
  for (let place = parent; place !== null; place = place.parent) {
    if (place.node.type === 'TSInterfaceDeclaration') return nameOf(place.node.id) !== 'SessionApi'
    if (place.node.type === 'TSTypeAliasDeclaration') return true
  }
  return false
}

function isErrorName(name: string | null): boolean {
  return name !== null && /^(e|err|error|exception|thrown|cause|reason)$/i.test(name)
}
