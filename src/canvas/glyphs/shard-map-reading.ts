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

/** What happens in each phase of a move; with what counts, where something is counted. */
const PHASES: Readonly<Record<string, { readonly text: string; readonly counts?: string }>> = {
  preparing: { text: 'waits for older writes' },
  copying: { text: 'copying', counts: 'rows' },
  comparing: { text: 'checking', counts: 'rows' },
  watching: { text: 'new map; old rows are still kept' },
  cleaning: { text: 'deleting', counts: 'old rows' },
  reversing: { text: 'going back: checking', counts: 'rows' },
  returning: { text: 'old map; deleting', counts: 'copies' },
}

/** `no rows move`, `copying, 40 of 96 rows` */
export function moveText(reading: Reading): string {
  const phase = PHASES[textOf(reading, 'phase')]
  if (phase === undefined) return 'no rows move'
  const { text, counts } = phase
  return counts === undefined ? text : `${text}, ${amountOf(reading, 'done')} of ${amountOf(reading, 'of')} ${counts}`
}

/** The stages of a move in their order, as they are called under their bars. */
export const STAGES = [
  { phase: 'preparing', label: 'begin' },
  { phase: 'copying', label: 'copy' },
  { phase: 'comparing', label: 'check' },
  { phase: 'watching', label: 'switch' },
  { phase: 'cleaning', label: 'clean' },
] as const

/** How much of each stage is done, 0 to 1; of the present one as far as it is counted. */
export function stagesDone(reading: Reading): readonly number[] {
  const now = STAGES.findIndex(({ phase }) => phase === textOf(reading, 'phase'))
  const [done, of] = [numberOf(reading, 'done'), numberOf(reading, 'of')]
  const share = of === 0 ? 0 : Math.min(1, done / of)
  return STAGES.map(({ phase }, index) => {
    if (index !== now) return index < now ? 1 : 0
    return PHASES[phase]?.counts === undefined ? 0.5 : share
  })
}

/** In which part of the order of keys a key lies; -1 before there are any. */
export function partOf(reading: Reading, key: string): number {
  return partsOf(reading).findLastIndex((first) => first <= key)
}

/** The key at which each part begins. */
export function partsOf(reading: Reading): readonly string[] {
  return (reading.parts as readonly string[] | undefined) ?? []
}

/** `2 loads under way, 14 wait` */
export function loadsText(reading: Reading): string {
  return `${amountOf(reading, 'loads')} loads under way, ${amountOf(reading, 'waits')} wait`
}
