/** Where the source of what a mark tells stands. Data only: the build finds the lines, so they cannot drift from the code. */

/** Default export of `code.ts`. The first passage that fits a mark is shown. */
export type SystemCode = readonly Passage[]

export interface Passage {
  /** From the project's root, for instance `workers/algorithms/hashing/ring.ts`. */
  readonly file: string
  /**
   * By the name of the mark, what in the file is at work: `Ring.explain` for a function or method, or
   * `Ring.explain: return this` for the one statement in it that begins so.
   */
  readonly marks: Readonly<Record<string, string>>
  /** Variants in which the file runs; all when it is not given. */
  readonly variants?: readonly string[]
  /** Nodes on which it runs; all when it is not given. */
  readonly nodes?: readonly string[]
}

/** The passage at work when a node set a mark, or undefined when no source is named for it. */
export function passageOf(code: SystemCode, mark: string, variant: string, node: string): Passage | undefined {
  return code.find(
    ({ marks, variants, nodes }) =>
      Object.hasOwn(marks, mark) && variants?.includes(variant) !== false && nodes?.includes(node) !== false,
  )
}
