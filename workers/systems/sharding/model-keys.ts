/** Names of users, as text that begins with every letter but a few; the same list in every run. */
const FIRST_NAMES = [
  'ada',
  'alan',
  'amir',
  'anna',
  'barbara',
  'ben',
  'bo',
  'carl',
  'chen',
  'clara',
  'dana',
  'david',
  'edsger',
  'ella',
  'emil',
  'eve',
  'fei',
  'frances',
  'grace',
  'hana',
  'hugo',
  'ines',
  'ivan',
  'jean',
  'john',
  'jun',
  'karen',
  'ken',
  'leslie',
  'lin',
  'mara',
  'margaret',
  'mia',
  'nadia',
  'niklaus',
  'omar',
  'paula',
  'radia',
  'robin',
  'sara',
  'sofia',
  'tim',
  'tony',
  'vera',
  'wei',
  'yuki',
  'zara',
  'zoe',
] as const

const LAST_NAMES = [
  'adler',
  'berg',
  'costa',
  'diaz',
  'ek',
  'fox',
  'gruber',
  'haas',
  'ito',
  'jansen',
  'kaya',
  'lund',
  'moreau',
  'novak',
  'okafor',
  'patel',
  'qureshi',
  'rossi',
  'silva',
  'tanaka',
] as const

/** What rows are called. */
export type Naming = 'users' | 'carts' | 'orders'

/** The keys of the rows at the start. */
export function initialKeys(naming: Naming, count: number): string[] {
  if (naming === 'orders') return orderKeys(count)
  return naming === 'carts' ? cartKeys(count) : userKeys(count)
}

/** Keys in the order of code units, as tables and ranges have them. */
export function inOrder(keys: readonly string[]): string[] {
  return [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** Users are spread over the alphabet as far as `count` goes: one of every first name before a second of any. */
export function userKeys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const first = FIRST_NAMES[index % FIRST_NAMES.length]
    const turn = Math.floor(index / FIRST_NAMES.length)
    return `${first}-${LAST_NAMES[(turn + index) % LAST_NAMES.length]}`
  })
}

/** What there is to each user of a shop, and what it is called by. */
const PARTS = ['profile', 'cart', 'orders'] as const

/** Rows of users whose part in braces is a hash tag: `{eve-novak}:cart`. */
export function cartKeys(count: number): string[] {
  return userKeys(Math.ceil(count / PARTS.length))
    .flatMap((user) => PARTS.map((part) => `{${user}}:${part}`))
    .slice(0, count)
}

/** Keys in [from, to), and what they are called. */
export interface KeySpan {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** How many orders one asks for at a time. */
const ORDERS_AT_ONCE = 10

/** The rows that belong with a key: of a cart those of its user, of a user those of one first name, of orders the next ten. */
export function spanOf(key: string): KeySpan {
  const number = orderNumber(key)
  if (number !== null) {
    const end = number + ORDERS_AT_ONCE
    return { name: `orders ${number} to ${end - 1}`, from: key, to: orderKey(end) }
  }
  const tag = key.startsWith('{') ? key.slice(0, key.indexOf('}') + 1) : null
  if (tag !== null) return { name: `rows of ${tag.slice(1, -1)}`, from: tag, to: `${tag}~` }
  const first = key.slice(0, key.indexOf('-'))
  return { name: `users called ${first}`, from: `${first}-`, to: `${first}.` }
}

/** Orders have running numbers, so the newest key is always the last in order. */
export function orderKey(number: number): string {
  return `order-${String(number).padStart(6, '0')}`
}

/** The number of an order; null for another key. */
export function orderNumber(key: string): number | null {
  return key.startsWith('order-') ? Number(key.slice('order-'.length)) : null
}

export function orderKeys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => orderKey(index + 1))
}

export function shardNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `shard-${index + 1}`)
}
