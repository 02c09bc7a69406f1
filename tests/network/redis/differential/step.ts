/** One thing that happens to both servers. */
export type Step =
  | { readonly kind: 'command'; readonly client: number; readonly argv: readonly string[] }
  /** The clock goes on. */
  | { readonly kind: 'clock'; readonly micros: number }

/** What both must agree on after a step: the replies of each client since the step before. */
export interface Mismatch {
  readonly index: number
  readonly client: number
  readonly argv: readonly string[]
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
}
