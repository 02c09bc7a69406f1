import type { MarkTone, Plain } from '../protocol'

/** Details of a mark by key, as plain data. */
export type MarkDetails = Readonly<Record<string, Plain>>

/**
 * A kind of mark: its name (`breaker/opened`), its tone, and its sentence with a `{place}` for each detail it tells.
 * Details that no place tells are for glyphs and tests.
 */
export interface MarkDefinition<D extends MarkDetails> {
  readonly name: string
  readonly tone: MarkTone
  readonly sentence: string
  /** Only carries the type of the details. */
  readonly details?: D
}

export function defineMark<D extends MarkDetails>(name: string, tone: MarkTone, sentence: string): MarkDefinition<D> {
  return { name, tone, sentence }
}
