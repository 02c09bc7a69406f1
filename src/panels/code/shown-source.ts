/** A source file as the code pane shows it, made by the build. Lines are counted from 1. */
export interface ShownSource {
  readonly lines: readonly string[]
  /** For each line, what is coloured in it. */
  readonly spans: readonly (readonly Span[])[]
  readonly anchors: Readonly<Record<string, ShownAnchor>>
  readonly flaws: readonly ShownFlaw[]
}

/** Where something coloured begins in its line, where it ends, and what it is. */
export type Span = readonly [from: number, to: number, kind: SpanKind]
export type SpanKind = 'comment' | 'keyword' | 'string' | 'number'

export interface ShownAnchor {
  /** First and last line of what is at work. */
  readonly lit: readonly [number, number]
  /** The function or method around it, with its comment. */
  readonly around: readonly [number, number]
}

/** A comment `@flaw …` in the guide's own code: what goes wrong there. */
export interface ShownFlaw {
  readonly line: number
  /** Last line of the comment. */
  readonly to: number
  readonly text: string
}
