import { type AstNode, parseSource, quote, type SourceFile } from './source-file'

/** A rule over the source of one file at a time, together with the proof that it can fail. */
export interface Rule {
  /** `law 1: …`: a sentence that is true of the project. */
  readonly name: string
  /** Why, for the one who broke it. */
  readonly reason: string
  covers(path: string): boolean
  find(file: SourceFile): readonly AstNode[]
  /** Where the rule is broken: code by the path that it would have. */
  readonly caught: readonly Planted[]
  /** What looks like a breach and is none. */
  readonly passed: readonly Planted[]
}

export type Planted = readonly [path: string, text: string]

/** One line for each breach. */
export function breaches(rule: Rule, files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => rule.covers(path))
    .flatMap((file) => rule.find(file).map((node) => quote(file, node)))
}

export function breachesIn(rule: Rule, [path, text]: Planted): string[] {
  return breaches(rule, [parseSource(path, text)])
}

/** Whether a path lies in one of some folders. */
export function isIn(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`))
}
