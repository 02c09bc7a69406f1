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
type InRow = OfKey & { readonly row: string }
type Counted = InRow & { readonly count: number }

const hit = (rest: string) => defineMark<InRow>('eviction/hit', 'neutral', `{key} is a hit${rest}`)
const countedHit = (rest: string) => defineMark<Counted>('eviction/hit', 'neutral', `{key} is a hit${rest}`)

const relinked = hit(': it moves to the head of {row}.')
const unmoved = hit('; nothing moves.')
const visited = hit(': its visited bit is set, nothing moves.')
const counted = countedHit(': it counts {count:count} uses now.')
const frequency = countedHit(' in {row}: its count is {count}, nothing moves.')
const counter = countedHit(': its counter stands at {count}, nothing moves.')
const usedAgain = countedHit('; it is asked for again in {count:count} requests.')
const usedNeverAgain = hit('; it is never asked for again.')
const promoted = defineMark<InRow & { from: string }>(
  'eviction/moved',
  'neutral',
  '{key} is a hit in {from}: it is promoted to {row}.',
)
const passedOn = defineMark<Counted & { from: string }>(
  'eviction/moved',
  'neutral',
  '{key} was used {count} times in {from}: it moves on to {row}.',
)
const pushedOn = defineMark<InRow & { from: string }>(
  'eviction/moved',
  'neutral',
  '{from} is full: {key}, its oldest, goes to {row}.',
)

const inserted = defineMark<InRow>('eviction/inserted', 'neutral', '{key} is a miss: it enters {row}.')
const reinserted = defineMark<InRow>(
  'eviction/inserted',
  'neutral',
  '{key} is a miss, but was asked for before: it enters {row} at once.',
)
const unvisited = defineMark<Counted>(
  'eviction/spared',
  'neutral',
  'The hand finds {key} visited: it clears the bit and moves on.',
)
const roundAgain = defineMark<Counted>(
  'eviction/spared',
  'neutral',
  '{key} at the end of {row} was used: it goes round again, with a count of {count} left.',
)
const compared = defineMark<OfKey & { count: number; rival: string; rivalCount: number }>(
  'eviction/compared',
  'neutral',
  'One place for two: the sketch has seen {key} {count} times and {rival} {rivalCount} times.',
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
const fewestUses = victimOf<Counted>('{count:count} uses are the fewest; of equals the one used longest ago.')
const idleLongest = victimOf<InRow & { idle: number; pool: number }>(
  'idle for {idle:time}, longest of the {pool} keys in the pool.',
)
const lowestCounter = victimOf<Counted & { pool: number }>(
  'its counter of {count} was the lowest of the {pool} keys in the pool.',
)
const notVisited = victim('the hand finds it not visited.')
const notAskedAgain = victimOf<Counted>(
  'at the end of {row} with a count of {count}, it was not asked for often enough.',
)
const seenLessOften = victimOf<Counted & { rival: string; rivalCount: number }>(
  'it was seen {count} times, {rival} {rivalCount} times; {rival} stays.',
)
const neededLast = victimOf<InRow & { distance: number }>(
  'its next use, in {distance:count} requests, is the farthest.',
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
  '{key} is not taken in: it was asked for {count} times, {rival} {rivalCount} times.',
)
const neededLater = defineMark<OfKey & { distance: number }>(
  'eviction/refused',
  'neutral',
  '{key} is not taken in: its next use, in {distance:count} requests, is later than that of all others.',
)
const needless = defineMark<OfKey>('eviction/refused', 'neutral', '{key} is not taken in: it is never asked for again.')
const expired = defineMark<OfKey & { late: number }>(
  'eviction/expired',
  'neutral',
  '{key} is there, but its time to live ended {late:time} ago: it leaves.',
)

/** Says what a policy did and why. */
export function markStep(node: Node, step: Step, picture: StepPicture): void {
  switch (step.kind) {
    case 'relinked':
      return node.mark(relinked, { key: step.key, row: step.row, ...picture })
    case 'noted':
      return markNote(node, { key: step.key, row: step.row, ...picture }, step.note)
    case 'moved':
      return markMove(node, { key: step.key, row: step.to, ...picture }, step.from, step.because)
    case 'inserted':
      return node.mark(step.remembered ? reinserted : inserted, { key: step.key, row: step.row, ...picture })
    case 'spared':
      return node.mark(step.row === 'queue' ? unvisited : roundAgain, {
        key: step.key,
        row: step.row,
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
    case 'aged':
      return node.mark(aged, { ...picture, after: step.after })
    case 'evicted':
      return markVictim(node, { key: step.key, row: step.row, ...picture }, step.reason)
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
