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

/** How many different users there are. */
export const MOST_USERS = FIRST_NAMES.length * LAST_NAMES.length

/** Users are spread over the alphabet as far as `count` goes: one of every first name before a second of any. */
export function userKeys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const first = FIRST_NAMES[index % FIRST_NAMES.length]
    const turn = Math.floor(index / FIRST_NAMES.length)
    return `${first}-${LAST_NAMES[(turn + index) % LAST_NAMES.length]}`
  })
}

/** Orders have running numbers, so the newest key is always the last in order. */
export function orderKey(number: number): string {
  return `order-${String(number).padStart(6, '0')}`
}

export function orderKeys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => orderKey(index + 1))
}

export function shardNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `shard-${index + 1}`)
}
