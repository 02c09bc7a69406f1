/**
 * Structured field values (RFC 9651), the part that the fields of the playground use: lists of items with parameters,
 * where an item is an integer, a decimal, a string, a token or a boolean. Inner lists, byte sequences, dates and
 * display strings are refused.
 */
export type BareItem =
  | { readonly kind: 'integer' | 'decimal'; readonly value: number }
  | { readonly kind: 'string' | 'token'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }

export interface Item {
  readonly bare: BareItem
  readonly parameters: ReadonlyMap<string, BareItem>
}

const KEY = /^[a-z*][a-z0-9_.*-]*/
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?/
const TOKEN = /^[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*/
const STRING = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"/
const LARGEST = 999_999_999_999_999

/** Reads a list (§4.2.1); null when any part of it is malformed, because then the whole field is ignored. */
export function parseItems(text: string): readonly Item[] | null {
  const reader = new Reader(text)
  reader.skip(/^ +/)
  const items: Item[] = []
  while (!reader.atEnd) {
    const item = reader.item()
    if (item === null) return null
    items.push(item)
    reader.skip(/^[ \t]*/)
    if (reader.atEnd) return items
    if (!reader.skip(/^,[ \t]*/) || reader.atEnd) return null
  }
  return items
}

/** Writes a list (§4.1.1). @throws RangeError for a value that no structured field can hold. */
export function itemsText(items: readonly Item[]): string {
  return items
    .map(({ bare, parameters }) => {
      const tail = [...parameters].map(([key, value]) => `;${checkedKey(key)}${parameterText(value)}`)
      return bareText(bare) + tail.join('')
    })
    .join(', ')
}

export function item(bare: BareItem, parameters: Readonly<Record<string, BareItem>> = {}): Item {
  return { bare, parameters: new Map(Object.entries(parameters)) }
}

export function integer(value: number): BareItem {
  return { kind: 'integer', value }
}

/** A parameter as an integer that is not negative; null when it is missing or something else. */
export function countParameter({ parameters }: Item, key: string): number | null {
  const value = parameters.get(key)
  return value?.kind === 'integer' && value.value >= 0 ? value.value : null
}

/** `;key` alone is true. */
function parameterText(value: BareItem): string {
  return value.kind === 'boolean' && value.value ? '' : `=${bareText(value)}`
}

function bareText(bare: BareItem): string {
  switch (bare.kind) {
    case 'integer':
      return integerText(bare.value)
    case 'decimal':
      return decimalText(bare.value)
    case 'boolean':
      return bare.value ? '?1' : '?0'
    case 'token':
      return whole(TOKEN, bare.value) ? bare.value : impossible(`the token ${JSON.stringify(bare.value)}`)
    case 'string':
      if (!/^[\x20-\x7e]*$/.test(bare.value)) impossible(`the string ${JSON.stringify(bare.value)}`)
      return `"${bare.value.replace(/["\\]/g, '\\$&')}"`
  }
}

function integerText(value: number): string {
  if (!Number.isInteger(value) || Math.abs(value) > LARGEST) impossible(`the integer ${value}`)
  return String(value === 0 ? 0 : value)
}

/** At most three decimals, halves to the even one (§4.1.5), and at least one. */
function decimalText(value: number): string {
  const scaled = value * 1_000
  const low = Math.floor(scaled)
  const rest = scaled - low
  const thousandths = rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low
  if (!(Math.abs(thousandths) <= LARGEST)) impossible(`the decimal ${value}`)
  const size = Math.abs(thousandths)
  const digits = String(1_000 + (size % 1_000)).slice(1)
  return `${thousandths < 0 ? '-' : ''}${Math.floor(size / 1_000)}.${digits.replace(/0{1,2}$/, '')}`
}

function checkedKey(key: string): string {
  return whole(KEY, key) ? key : impossible(`the key ${JSON.stringify(key)}`)
}

function whole(pattern: RegExp, text: string): boolean {
  return pattern.exec(text)?.[0] === text
}

function impossible(what: string): never {
  throw new RangeError(`A structured field cannot hold ${what}.`)
}

class Reader {
  private at = 0

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.at >= this.text.length
  }

  skip(pattern: RegExp): boolean {
    return this.take(pattern) !== null
  }

  item(): Item | null {
    const bare = this.bare()
    if (bare === null) return null
    const parameters = new Map<string, BareItem>()
    while (this.skip(/^; */)) {
      const key = this.take(KEY)?.[0]
      if (key === undefined) return null
      const value: BareItem | null = this.skip(/^=/) ? this.bare() : { kind: 'boolean', value: true }
      if (value === null) return null
      // The last one stands, at the place of the first.
      parameters.set(key, value)
    }
    return { bare, parameters }
  }

  private bare(): BareItem | null {
    const string = this.take(STRING)
    if (string !== null) return { kind: 'string', value: (string[1] as string).replace(/\\(.)/g, '$1') }
    const boolean = this.take(/^\?([01])/)
    if (boolean !== null) return { kind: 'boolean', value: boolean[1] === '1' }
    const token = this.take(TOKEN)
    if (token !== null) return { kind: 'token', value: token[0] }
    return this.number()
  }

  private number(): BareItem | null {
    const text = this.take(NUMBER)?.[0]
    if (text === undefined || this.text[this.at] === '.') return null
    const [whole = '', decimals] = text.replace('-', '').split('.')
    if (decimals === undefined) return whole.length > 15 ? null : { kind: 'integer', value: Number(text) }
    return whole.length > 12 || decimals.length > 3 ? null : { kind: 'decimal', value: Number(text) }
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.text.slice(this.at))
    if (match !== null) this.at += match[0].length
    return match
  }
}
