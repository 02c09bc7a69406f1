import { parseSync } from 'vite'
import type { ShownAnchor, ShownSource } from '../../src/panels/code/shown-source'
import { type AstNode, isNode, type Place, parseSource } from '../architecture/source-file'
import { colours } from './source-colours'

/**
 * Finds the lines of anchors: `name`, `Class.method` or `factory.method`, each for itself or followed by `: ` and the first
 * words of a statement in it.
 *
 * @throws {Error} when an anchor is not in the file, or not once
 */
export function resolveAnchors(file: string, text: string, wanted: readonly string[]): ShownSource {
  const { places } = parseSource(file, text)
  const { comments } = parseSync(file, text, { lang: 'ts', sourceType: 'module' })
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length
  const functions = namedFunctions(places)
  const anchors = wanted.map((anchor): [string, ShownAnchor] => {
    const [name = '', ...rest] = anchor.split(': ')
    const [whole, ...others] = functions.get(name) ?? []
    if (whole === undefined || others.length > 0) throw new Error(`${file} has not one function ${name}.`)
    const start = rest.length === 0 ? whole.start : commentedStart(whole, comments, text)
    const lit = rest.length === 0 ? whole : statementIn(file, text, places, whole, rest.join(': '))
    return [
      anchor,
      {
        lit: [lineOf(lit.start), lineOf(lit.end)],
        around: [lineOf(Math.min(start, commentedStart(whole, comments, text))), lineOf(whole.end)],
      },
    ]
  })
  const flaws = flawsOf(text, comments).map(({ start, end, told }) => ({
    line: lineOf(start),
    to: lineOf(end),
    text: told,
  }))
  return { ...colours(text, places, comments), anchors: Object.fromEntries(anchors), flaws }
}

/** Every function and method by its name, those in a class or in another function behind its name and a dot. */
function namedFunctions(places: readonly Place[]): ReadonlyMap<string, readonly AstNode[]> {
  const found = new Map<string, AstNode[]>()
  for (const place of places) {
    const own = functionName(place)
    if (own === null) continue
    const name = [...outerNames(place), own].join('.')
    found.set(name, [...(found.get(name) ?? []), place.node])
  }
  return found
}

/** The name that a place gives to a function, or null when it is none. */
function functionName({ node }: Place): string | null {
  switch (node.type) {
    case 'FunctionDeclaration':
      return keyText(node.id)
    case 'MethodDefinition':
      return keyText(node.key)
    case 'Property':
    case 'VariableDeclarator': {
      const value = node.type === 'Property' ? node.value : node.init
      const isFunction = isNode(value) && /^(ArrowFunction|Function)Expression$/.test(value.type)
      return isFunction ? keyText(node.type === 'Property' ? node.key : node.id) : null
    }
    default:
      return null
  }
}

function outerNames({ parent }: Place): string[] {
  if (parent === null) return []
  const own = parent.node.type === 'ClassDeclaration' ? keyText(parent.node.id) : functionName(parent)
  return own === null ? outerNames(parent) : [...outerNames(parent), own]
}

function keyText(key: unknown): string | null {
  if (!isNode(key)) return null
  if (key.type === 'Identifier') return key.name as string
  return key.type === 'PrivateIdentifier' ? `#${key.name as string}` : null
}

function statementIn(file: string, text: string, places: readonly Place[], whole: AstNode, words: string): AstNode {
  const found = places
    .map(({ node }) => node)
    .filter(({ type, start, end }) => {
      const isStatement = type.endsWith('Statement') || type === 'VariableDeclaration'
      return isStatement && start > whole.start && end <= whole.end && text.startsWith(words, start)
    })
  const [statement, ...others] = found
  if (statement === undefined || others.length > 0)
    throw new Error(`${file} has not one statement that begins with “${words}”, but ${found.length}.`)
  return statement
}

interface Comment {
  readonly value: string
  readonly start: number
  readonly end: number
}

/** Where the comment right above a function begins, or the function itself. */
function commentedStart({ start }: AstNode, comments: readonly Comment[], text: string): number {
  const above = comments.findLast(({ end }) => end <= start)
  return above !== undefined && /^\s*(export\s+)?$/.test(text.slice(above.end, start)) ? above.start : start
}

/** Comments that begin with `@flaw`; line comments right below one go on with it. */
function flawsOf(text: string, comments: readonly Comment[]): { start: number; end: number; told: string }[] {
  const flaws: { start: number; end: number; told: string }[] = []
  for (const { value, start, end } of comments) {
    const told = value.trim()
    const last = flaws.at(-1)
    if (told.startsWith('@flaw ')) flaws.push({ start, end, told: told.slice('@flaw '.length) })
    else if (last !== undefined && /^\s*$/.test(text.slice(last.end, start))) {
      last.end = end
      last.told += ` ${told}`
    }
  }
  return flaws
}
