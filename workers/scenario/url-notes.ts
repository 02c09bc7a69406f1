/** The notes of one link. A hostile link makes no more of them than a person would read. */
const MOST_NOTES = 50
const LONGEST_QUOTE = 40

export class Notes {
  private readonly texts: string[] = []
  private left = 0

  add(text: string): void {
    if (this.texts.length < MOST_NOTES - 1) this.texts.push(text)
    else this.left += 1
  }

  list(): readonly string[] {
    return this.left === 0 ? this.texts : [...this.texts, `${this.left} more things in this link could not be read.`]
  }
}

/** Text of a stranger, fit to be shown: short, and without control, direction and zero-width characters. */
export function quoted(text: string): string {
  const clean = text.slice(0, 4 * LONGEST_QUOTE).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
  return clean.length <= LONGEST_QUOTE ? `“${clean}”` : `“${clean.slice(0, LONGEST_QUOTE)}…”`
}
