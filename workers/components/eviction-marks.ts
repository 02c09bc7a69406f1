import type { MoveReason, Note, RefusalReason, Step, VictimReason } from '../algorithms/eviction/step'
import type { Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'

/**
 * Details that every step has for a picture: the rows of the policy right after it, as `rowText` writes them, and the
 * keys that have left so far in the same access. `rows` is empty for the last step of an access, after which the rows
 * are what the reading tells.
 */
export type StepPicture = { readonly rows: readonly string[]; readonly out: readonly string[] }
type OfKey = StepPicture & { readonly key: string }
/** `row` is the name of the row, `where` what a sentence calls it. */
type InRow = OfKey & { readonly row: string; readonly where: string }
type Counted = InRow & { readonly count: number }

const hit = (rest: string) => defineMark<InRow>('eviction/hit', 'neutral', `{key} is a hit${rest}`)
const countedHit = (rest: string) => defineMark<Counted>('eviction/hit', 'neutral', `{key} is a hit${rest}`)

const relinked = hit(': it moves to the head of {where}.')
const unmoved = hit('; nothing moves.')
const visited = hit(': its visited bit is set, nothing moves.')
const counted = countedHit(': it counts {count:count} uses now.')
const frequency = countedHit(' in {where}: its count is {count}, nothing moves.')
const counter = countedHit(': its counter stands at {count}, nothing moves.')
const usedAgain = countedHit('; requests until its next use: {count:count}.')
const usedNeverAgain = hit('; it is never asked for again.')
const promoted = defineMark<InRow & { from: string }>(
  'eviction/moved',
  'neutral',
  '{key} is a hit in {from}: it is promoted to {where}.',
)
const passedOn = defineMark<Counted & { from: string }>(
  'eviction/moved',
  'neutral',
  '{key} was used {count} times in {from}: it moves on to {where}.',
)
const pushedOn = defineMark<InRow & { from: string }>(
  'eviction/moved',
  'neutral',
  '{key}, the oldest in {from}, goes to {where}: there are too many.',
)

const inserted = defineMark<InRow>('eviction/inserted', 'neutral', '{key} is a miss: it enters {where}.')
const reinserted = defineMark<InRow>(
  'eviction/inserted',
  'neutral',
  '{key} is a miss, but was asked for before: it enters {where} at once.',
)
const unvisited = defineMark<Counted>(
  'eviction/spared',
  'neutral',
  'The hand finds {key} visited: it clears the bit and moves on.',
)
const roundAgain = defineMark<Counted>(
  'eviction/spared',
  'neutral',
  '{key} at the end of {where} was used: it goes round again, with a count of {count} left.',
)
const compared = defineMark<OfKey & { count: number; rival: string; rivalCount: number }>(
  'eviction/compared',
  'neutral',
  'One place for two: in the sketch {key} counts {count} and {rival} counts {rivalCount}.',
)
const adapted = defineMark<InRow & { target: number }>(
  'eviction/adapted',
  'neutral',
  '{key} is among {where}: the keys seen once should have {target} places now.',
)
const aged = defineMark<StepPicture & { after: number }>(
  'eviction/aged',
  'neutral',
  'After {after:count} uses all counters of the sketch are halved.',
)

const victim = (because: string) => defineMark<InRow>('eviction/evicted', 'neutral', `{key} leaves: ${because}`)
const victimOf = <D extends InRow>(because: string) =>
  defineMark<D>('eviction/evicted', 'neutral', `{key} leaves: ${because}`)

const usedLongestAgo = victim('its last use lies furthest back.')
const cameFirst = victim('it came first.')
const fewestUses = victimOf<Counted>('its count of {count:count} is the lowest, and of equals it was used longest ago.')
const idleLongest = victimOf<InRow & { idle: number; pool: number }>(
  'idle for {idle:time}, longest of the {pool} keys in the pool.',
)
const lowestCounter = victimOf<Counted & { pool: number }>(
  'its counter of {count} was the lowest of the {pool} keys in the pool.',
)
const notVisited = victim('the hand finds it not visited.')
const notAskedAgain = victimOf<Counted>('at the end of {where} its count is {count}, which is not enough to stay.')
const seenLessOften = victimOf<Counted & { rival: string; rivalCount: number }>(
  'in the sketch it counts {count} and {rival} counts {rivalCount}: {rival} stays.',
)
const neededLast = victimOf<InRow & { distance: number }>(
  'its next use is the farthest, {distance:count} requests away.',
)
const neededNever = victim('it is never asked for again.')

const tooHeavy = defineMark<OfKey & { weight: number; capacity: number }>(
  'eviction/refused',
  'attention',
  '{key} is not taken in: it weighs {weight:count}, and {capacity:count} is all there is.',
)
const fewerUses = defineMark<OfKey & { count: number; rival: string; rivalCount: number }>(
  'eviction/refused',
  'neutral',
  '{key} is not taken in: it counts {count:count}, and {rival} {rivalCount:count}.',
)
const neededLater = defineMark<OfKey & { distance: number }>(
  'eviction/refused',
  'neutral',
  '{key} is not taken in: its next use, {distance:count} requests away, is later than that of all others.',
)
const needless = defineMark<OfKey>('eviction/refused', 'neutral', '{key} is not taken in: it is never asked for again.')
const expired = defineMark<OfKey & { late: number }>(
  'eviction/expired',
  'neutral',
  '{key} is there, but its time to live ended {late:time} ago: it leaves.',
)

/** What a sentence calls a row; a row that is not listed goes by its name. */
const WORDS: Readonly<Record<string, string>> = {
  list: 'the list',
  queue: 'the queue',
  window: 'the window',
  protected: 'the protected segment',
  small: 'the small queue',
  main: 'the main part',
  recent: 'the queue of recent keys',
  once: 'the keys seen once',
  again: 'the keys seen again',
  'once, left': 'the keys seen once that left',
  'again, left': 'the keys seen again that left',
  keys: 'the cache',
  pool: 'the pool',
}

function wordsOf(row: string): string {
  return WORDS[row] ?? row
}

function place(row: string): { readonly row: string; readonly where: string } {
  return { row, where: wordsOf(row) }
}

/** Says what a policy did and why. */
export function markStep(node: Node, step: Step, picture: StepPicture): void {
  switch (step.kind) {
    case 'relinked':
      return node.mark(relinked, { key: step.key, ...place(step.row), ...picture })
    case 'noted':
      return markNote(node, { key: step.key, ...place(step.row), ...picture }, step.note)
    case 'moved':
      return markMove(node, { key: step.key, ...place(step.to), ...picture }, wordsOf(step.from), step.because)
    case 'inserted':
      return node.mark(step.remembered ? reinserted : inserted, { key: step.key, ...place(step.row), ...picture })
    case 'spared':
      return node.mark(step.row === 'queue' ? unvisited : roundAgain, {
        key: step.key,
        ...place(step.row),
        ...picture,
        count: step.count,
      })
    case 'compared':
      return node.mark(compared, {
        key: step.key,
        ...picture,
        count: step.count,
        rival: step.rival,
        rivalCount: step.rivalCount,
      })
    case 'adapted':
      return node.mark(adapted, { key: step.key, ...place(step.row), ...picture, target: step.target })
    case 'aged':
      return node.mark(aged, { ...picture, after: step.after })
    case 'evicted':
      return markVictim(node, { key: step.key, ...place(step.row), ...picture }, step.reason)
    case 'refused':
      return markRefusal(node, { key: step.key, ...picture }, step.reason)
    case 'expired':
      return node.mark(expired, { key: step.key, ...picture, late: step.lateMicros })
  }
}

function markNote(node: Node, at: InRow, note: Note): void {
  switch (note.kind) {
    case 'nothing':
      return node.mark(unmoved, at)
    case 'visited':
      return node.mark(visited, at)
    case 'uses':
      return node.mark(counted, { ...at, count: note.count })
    case 'frequency':
      return node.mark(frequency, { ...at, count: note.count })
    case 'counter':
      return node.mark(counter, { ...at, count: note.count })
    case 'next use':
      if (note.inRequests === null) return node.mark(usedNeverAgain, at)
      return node.mark(usedAgain, { ...at, count: note.inRequests })
  }
}

function markMove(node: Node, at: InRow, from: string, because: MoveReason): void {
  if (because.kind === 'hit') node.mark(promoted, { ...at, from })
  else if (because.kind === 'used') node.mark(passedOn, { ...at, from, count: because.count })
  else node.mark(pushedOn, { ...at, from })
}

function markVictim(node: Node, at: InRow, reason: VictimReason): void {
  switch (reason.kind) {
    case 'used longest ago':
      return node.mark(usedLongestAgo, at)
    case 'came first':
      return node.mark(cameFirst, at)
    case 'fewest uses':
      return node.mark(fewestUses, { ...at, count: reason.count })
    case 'idle longest of the sampled':
      return node.mark(idleLongest, { ...at, idle: reason.idleMicros, pool: reason.pool })
    case 'lowest counter of the sampled':
      return node.mark(lowestCounter, { ...at, count: reason.count, pool: reason.pool })
    case 'not visited':
      return node.mark(notVisited, at)
    case 'not asked again':
      return node.mark(notAskedAgain, { ...at, count: reason.count })
    case 'seen less often': {
      const { count, rival, rivalCount } = reason
      return node.mark(seenLessOften, { ...at, count, rival, rivalCount })
    }
    case 'needed last':
      if (reason.inRequests === null) return node.mark(neededNever, at)
      return node.mark(neededLast, { ...at, distance: reason.inRequests })
  }
}

function markRefusal(node: Node, at: OfKey, reason: RefusalReason): void {
  if (reason.kind === 'too heavy') node.mark(tooHeavy, { ...at, weight: reason.weight, capacity: reason.capacity })
  else if (reason.kind === 'fewer uses')
    node.mark(fewerUses, { ...at, count: reason.count, rival: reason.rival, rivalCount: reason.rivalCount })
  else if (reason.inRequests === null) node.mark(needless, at)
  else node.mark(neededLater, { ...at, distance: reason.inRequests })
}
