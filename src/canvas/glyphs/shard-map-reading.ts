import type { ShardPicture } from '../../../workers/systems/glyphs'
import { amountOf, numberOf, type Reading, textOf } from '../reading'

export function shardsOf(reading: Reading): readonly ShardPicture[] {
  return (reading.map as readonly ShardPicture[] | undefined) ?? []
}

/** Share of the requests so far that went to a shard; 0 before the first. */
export function shareAsked(reading: Reading, shard: string): number {
  const all = shardsOf(reading).reduce((sum, each) => sum + numberOf(reading, `asked:${each.shard}`), 0)
  return all === 0 ? 0 : numberOf(reading, `asked:${shard}`) / all
}

export function percentAsked(reading: Reading, shard: string): string {
  return `${Math.round(100 * shareAsked(reading, shard))} %`
}

/** Whether rows are on their way. */
export function isMoving(reading: Reading): boolean {
  return !['', 'settled'].includes(textOf(reading, 'phase'))
}

/** `no rows move`, `copying 40 of 96 rows` */
export function moveText(reading: Reading): string {
  if (!isMoving(reading)) return 'no rows move'
  return `${textOf(reading, 'phase')}, ${amountOf(reading, 'done')} of ${amountOf(reading, 'of')} rows`
}

/** `2 loads under way, 14 wait` */
export function loadsText(reading: Reading): string {
  return `${amountOf(reading, 'loads')} loads under way, ${amountOf(reading, 'waits')} wait`
}
