import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from 'vite'

/** A node of the syntax tree in ESTree's form, as the bundler's own parser makes it. Comments are not part of it. */
export interface AstNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** A node together with where it hangs: `key` is the field of `parent` that holds it. */
export interface Place {
  readonly node: AstNode
  readonly parent: Place | null
  readonly key: string
}

export interface SourceFile {
  /** From the project's root, with slashes. */
  readonly path: string
  readonly text: string
  /** Every node, in source order. */
  readonly places: readonly Place[]
}

/** @throws {SyntaxError} when the text is not TypeScript */
export function parseSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text, { lang: path.endsWith('x') ? 'tsx' : 'ts', sourceType: 'module' })
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`)
  const places: Place[] = []
  collect(program as unknown as AstNode, null, '', places)
  return { path, text, places }
}

/** All TypeScript files under some folders of the project. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => listFiles(root, folder))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

/** Paths of all files under a folder of the project, in code-unit order; dependencies and build output are left out. */
export function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !UNOWNED.has(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      return entry.isDirectory() ? listFiles(root, path) : [path]
    })
}

/** What is in the folder but not in the project. */
const UNOWNED = new Set(['node_modules', 'dist', '.git', 'results', 'test-results', 'playwright-report'])

/** `workers/kernel/agenda.ts:12: Date.now()` */
export function quote(file: SourceFile, { start, end }: { readonly start: number; readonly end: number }): string {
  const line = file.text.slice(0, start).split('\n').length
  const excerpt = file.text.slice(start, end).split('\n')[0] ?? ''
  return `${file.path}:${line}: ${excerpt.slice(0, 100)}`
}

function collect(node: AstNode, parent: Place | null, key: string, places: Place[]): void {
  const place = { node, parent, key }
  places.push(place)
  for (const [field, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) collect(child, place, field, places)
  }
}

export function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}
