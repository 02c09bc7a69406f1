/** What a shared cache keeps for a key, as the text that is stored there. */
export interface SharedEntry {
  /** Null says that the source has no such key: an answer like any other. */
  readonly value: string | null
  /** Rises with every change at the source. */
  readonly version: number
  /** When the load that brought it began, and how long that took; microseconds. */
  readonly loadedAt: number
  readonly loadMicros: number
  readonly freshUntil: number
}

/** The version stands first, so that a script can compare it without reading the rest: `17|2000|21|9000|"v3"`. */
export function entryText({ value, version, loadedAt, loadMicros, freshUntil }: SharedEntry): string {
  return [version, loadedAt, loadMicros, freshUntil, JSON.stringify(value)].join('|')
}

const ENTRY = /^(\d+)\|(\d+)\|(\d+)\|(\d+)\|(null|"(?:[^"\\]|\\.)*")$/

/** Null for a text that is no entry: to be treated as a miss, and said so. */
export function parseEntry(text: string): SharedEntry | null {
  const match = ENTRY.exec(text)
  if (match === null) return null
  const [version, loadedAt, loadMicros, freshUntil] = match.slice(1, 5).map(Number) as [number, number, number, number]
  return { value: JSON.parse(match[5] ?? 'null'), version, loadedAt, loadMicros, freshUntil }
}
