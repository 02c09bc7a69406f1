import type { Micros } from '../kernel/time'
import type { Fact, Node } from '../network/node'

/** Letters of the fact `outcomes`. */
export type OutcomeLetter = '+' | '-' | 's' | 'S'

/** How many outcomes the row shows. */
export const ROW_LENGTH = 20

/**
 * The newest outcomes of a caller's calls as a text, oldest first: `+` a success, `-` a failure, `s` and `S` the same but
 * slow. A fact of at most 20 letters, recorded only when it differs.
 */
export class OutcomeRow {
  private letters = ''
  private times: Micros[] = []
  private readonly fact: Fact

  /** @param keepMicros an outcome older than this is no longer shown; Infinity for none */
  constructor(
    private readonly node: Node,
    private readonly length: number,
    private readonly keepMicros: Micros,
  ) {
    this.fact = node.fact('outcomes')
    this.fact.set('')
  }

  add(isFailure: boolean, isSlow: boolean): void {
    const letter: OutcomeLetter = isFailure ? (isSlow ? 'S' : '-') : isSlow ? 's' : '+'
    this.times.push(this.node.now)
    this.letters += letter
    const firstKept = this.times.findIndex((time) => time > this.node.now - this.keepMicros)
    const gone = Math.max(firstKept, this.times.length - Math.min(this.length, ROW_LENGTH))
    if (gone > 0) {
      this.times = this.times.slice(gone)
      this.letters = this.letters.slice(gone)
    }
    this.fact.set(this.letters)
  }

  clear(): void {
    this.times = []
    this.letters = ''
    this.fact.set('')
  }
}
