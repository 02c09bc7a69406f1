const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Visible characters, spaces and tabs within, octets from 0x80 on (RFC 9110 §5.5). */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** One field line: its name as it was written, and its value without blanks around it. */
export type FieldLine = readonly [name: string, value: string]

/** Why a field line may not be sent, in a sentence. */
export interface FieldRefusal {
  readonly refused: string
}

/**
 * The header section of a message (RFC 9110 §5): names in any case, lines in the order in which they came, several
 * lines of one name read as one list. It never changes; every operation answers another one.
 */
export class HeaderFields {
  static readonly none = new HeaderFields([])

  private constructor(readonly lines: readonly FieldLine[]) {}

  /**
   * From lines, or from a record as messages of the simulated network carry it; a line break in a value of a record
   * stands between two lines of that name.
   * @throws RangeError with a sentence when a name is no token or a value holds a forbidden character.
   */
  static of(fields: readonly FieldLine[] | Readonly<Record<string, string>> | undefined): HeaderFields {
    if (fields === undefined) return HeaderFields.none
    const lines = isLines(fields)
      ? fields
      : Object.entries(fields).flatMap(([name, value]) => value.split('\n').map((line) => [name, line] as const))
    return new HeaderFields(lines.map(([name, value]) => checked(name, value)))
  }

  /** All lines of a name as one value, joined with commas (§5.3), or null when there is none. */
  get(name: string): string | null {
    const values = this.getAll(name)
    return values.length === 0 ? null : values.join(', ')
  }

  /** The value of each line of a name. `Set-Cookie` can be read only so: its values hold commas. */
  getAll(name: string): string[] {
    const wanted = lower(name)
    return this.lines.filter(([own]) => lower(own) === wanted).map(([, value]) => value)
  }

  has(name: string): boolean {
    const wanted = lower(name)
    return this.lines.some(([own]) => lower(own) === wanted)
  }

  /** With this value alone under the name, at the place of the first line that had it. */
  with(name: string, value: string): HeaderFields {
    const wanted = lower(name)
    const line = checked(name, value)
    const place = this.lines.findIndex(([own]) => lower(own) === wanted)
    if (place < 0) return new HeaderFields([...this.lines, line])
    const lines = this.lines.filter(([own], index) => index <= place || lower(own) !== wanted)
    return new HeaderFields(lines.map((own, index) => (index === place ? line : own)))
  }

  /** With one line more. */
  plus(name: string, value: string): HeaderFields {
    return new HeaderFields([...this.lines, checked(name, value)])
  }

  without(...names: readonly string[]): HeaderFields {
    const gone = new Set(names.map(lower))
    return new HeaderFields(this.lines.filter(([name]) => !gone.has(lower(name))))
  }

  /** Names in lower case, each once, in the order of their first lines. */
  get names(): string[] {
    return [...new Set(this.lines.map(([name]) => lower(name)))]
  }

  /** The elements of a field that is a list (§5.6.1): split at commas outside quotes, blanks and empty ones gone. */
  list(name: string): string[] {
    return splitList(this.get(name) ?? '')
  }

  /** As a message of the simulated network carries it: plain data. Lines that may not be joined keep a line break. */
  toRecord(): Record<string, string> {
    const entries = this.names.map((wanted) => {
      const [name] = this.lines.find(([own]) => lower(own) === wanted) as FieldLine
      return [name, this.getAll(wanted).join(wanted === 'set-cookie' ? '\n' : ', ')] as const
    })
    // Not by assignment: `__proto__` is a token, and so may be the name of a field.
    return Object.fromEntries(entries)
  }

  /** Octets on the wire as HTTP/1.1 writes it, the empty line at the end included. */
  get bytes(): number {
    return this.lines.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 2)
  }
}

/** @returns null when the line may be sent, otherwise why not. */
export function refusalOf(name: string, value: string): FieldRefusal | null {
  if (!TOKEN.test(name))
    return { refused: `A field name is one or more letters, digits or !#$%&'*+.^_\`|~-, not ${JSON.stringify(name)}.` }
  if (!VALUE.test(value))
    return { refused: `The value of ${name} holds a character that no field value may hold: ${JSON.stringify(value)}.` }
  return null
}

/** Splits at commas that stand outside quoted strings (RFC 9110 §5.6.1, §5.6.4). */
export function splitList(text: string, separator = ','): string[] {
  const parts: string[] = []
  let begin = 0
  let quoted = false
  for (let at = 0; at <= text.length; at++) {
    const character = text[at]
    if (quoted && character === '\\') at++
    else if (character === '"') quoted = !quoted
    else if (at >= text.length || (character === separator && !quoted)) {
      parts.push(text.slice(begin, at))
      begin = at + 1
    }
  }
  if (begin < text.length && quoted) parts.push(text.slice(begin))
  return parts.map(trimBlanks).filter((part) => part !== '')
}

/** Without the spaces and tabs around it (§5.6.3): nothing else is a blank in HTTP. */
export function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '')
}

function checked(name: string, value: string): FieldLine {
  const trimmed = trimBlanks(value)
  const refusal = refusalOf(name, trimmed)
  if (refusal !== null) throw new RangeError(refusal.refused)
  return [name, trimmed]
}

function isLines(fields: readonly FieldLine[] | Readonly<Record<string, string>>): fields is readonly FieldLine[] {
  return Array.isArray(fields)
}

/** ASCII only, as tokens are. */
function lower(name: string): string {
  return name.toLowerCase()
}
