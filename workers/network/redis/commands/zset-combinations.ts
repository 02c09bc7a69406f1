import type { Client } from '../client'
import { type Command, command, type KeyPlaces, linear } from '../command'
import type { Database } from '../database'
import { doubleOf } from '../double-text'
import { count, countBetween } from '../integer64'
import type { Redis } from '../redis'
import { Refusal, syntaxError, wrongType } from '../refusal'
import type { Reply } from '../reply'
import { type Scored, SortedSet } from '../sorted-set'
import { scoredReply, storeScored } from './zset-ranges'

type Operation = 'zunion' | 'zinter' | 'zdiff'
type Aggregate = 'sum' | 'min' | 'max'

const notWeights = new Refusal('ERR weight value is not a float')
const listed: KeyPlaces = { countAt: 1 }
const stored: KeyPlaces = { countAt: 2, also: 1 }

export const zsetCombinations: readonly Command[] = [
  ...(['zunion', 'zinter', 'zdiff'] as const).flatMap((name) => [
    command(name, -3, 'readonly', listed, linear, (redis, client, argv) => {
      const asked = parsed(client.database, argv, 1, name, false)
      const found = combine(redis, name, asked)
      return scoredReply(found, asked.hasScores, client.protocol)
    }),
    command(`${name}store`, -4, 'write denyoom', stored, linear, (redis, { database }, argv) => {
      const found = combine(redis, name, parsed(database, argv, 2, name, true))
      return storeScored(redis, database, argv[1] as string, found, `${name}store`)
    }),
  ]),
  command('zintercard', -3, 'readonly', listed, linear, zintercard),
]

interface Arguments {
  /** Scores by member, of each key. */
  readonly all: readonly ReadonlyMap<string, number>[]
  readonly weights: readonly number[]
  readonly aggregate: Aggregate
  readonly hasScores: boolean
}

function keysAt(argv: readonly string[], at: number, name: string): readonly string[] {
  const keys = count(argv[at] as string)
  if (keys < 1) throw new Refusal(`ERR at least 1 input key is needed for '${name}' command`)
  if (keys > argv.length - at - 1) throw syntaxError
  return argv.slice(at + 1, at + 1 + keys)
}

/** The keys are read before the options behind them. */
function parsed(
  database: Database,
  argv: readonly string[],
  at: number,
  operation: Operation,
  isStored: boolean,
): Arguments {
  const keys = keysAt(argv, at, isStored ? `${operation}store` : operation)
  const all = keys.map((key) => scoresOf(database, key))
  let weights: readonly number[] = keys.map(() => 1)
  let aggregate: Aggregate = 'sum'
  let hasScores = false
  for (let index = at + 1 + keys.length; index < argv.length; index++) {
    const option = (argv[index] as string).toLowerCase()
    const left = argv.length - index - 1
    if (operation !== 'zdiff' && option === 'weights' && left >= keys.length) {
      weights = argv.slice(index + 1, index + 1 + keys.length).map((text) => doubleOf(text, notWeights))
      index += keys.length
    } else if (operation !== 'zdiff' && option === 'aggregate' && left >= 1) {
      const wanted = (argv[++index] as string).toLowerCase()
      if (wanted !== 'sum' && wanted !== 'min' && wanted !== 'max') throw syntaxError
      aggregate = wanted
    } else if (!isStored && option === 'withscores') hasScores = true
    else throw syntaxError
  }
  return { all, weights, aggregate, hasScores }
}

/** A sorted set, or a plain set whose members all score 1. */
function scoresOf(database: Database, key: string): Map<string, number> {
  const value = database.read(key)
  if (value === undefined) return new Map()
  if (value.type === 'set') return new Map([...value.members].map((member) => [member, 1]))
  if (value.type !== 'zset') throw wrongType
  return new Map(value.zset.all().map(({ member, score }) => [member, score]))
}

function combine(redis: Redis, operation: Operation, { all, weights, aggregate }: Arguments): Scored[] {
  redis.worked += all.reduce((sum, { size }) => sum + size, 0)
  const result = new SortedSet()
  if (operation === 'zdiff') {
    const [first = new Map<string, number>(), ...others] = all
    for (const [member, score] of first) if (!others.some((other) => other.has(member))) result.set(member, score)
    return result.all()
  }
  for (const member of new Set(all.flatMap((scores) => [...scores.keys()]))) {
    if (operation === 'zinter' && !all.every((scores) => scores.has(member))) continue
    let total: number | null = null
    // Redis takes the smallest set first, which shows where a sum meets infinities or rounds.
    for (const index of bySize(all)) {
      const score = all[index]?.get(member)
      if (score === undefined) continue
      const weighted = notNaN((weights[index] as number) * score)
      total = total === null ? weighted : aggregated(aggregate, total, weighted)
    }
    result.set(member, total as number)
  }
  return result.all()
}

function bySize(all: readonly ReadonlyMap<string, number>[]): number[] {
  const order = all.map((_, index) => index)
  return order.sort((a, b) => (all[a]?.size ?? 0) - (all[b]?.size ?? 0) || a - b)
}

function aggregated(aggregate: Aggregate, a: number, b: number): number {
  if (aggregate === 'min') return b < a ? b : a
  if (aggregate === 'max') return b > a ? b : a
  return notNaN(a + b)
}

/** Infinity minus infinity, and infinity times nothing, count as nothing. */
function notNaN(value: number): number {
  return Number.isNaN(value) ? 0 : value
}

function zintercard(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const keys = keysAt(argv, 1, 'zintercard')
  const all = keys.map((key) => scoresOf(database, key))
  let limit = 0
  for (let index = 2 + keys.length; index < argv.length; index++) {
    if (argv[index]?.toLowerCase() !== 'limit' || index + 1 >= argv.length) throw syntaxError
    limit = countBetween(argv[++index] as string, 0, 9_007_199_254_740_991, "ERR LIMIT can't be negative")
  }
  const asked: Arguments = { all, weights: keys.map(() => 1), aggregate: 'sum', hasScores: false }
  const { length } = combine(redis, 'zinter', asked)
  return limit > 0 ? Math.min(limit, length) : length
}
