import type { AnswerPicture, BlockPicture } from '../../../workers/systems/glyphs'
import { groupDigits } from '../../../workers/trace/sentence'
import type { Mark } from '../../../workers/trace/trace'
import type { Reading } from '../reading'

/** The fact `answer` of a reading, or null before the first query. */
export function answerOf(reading: Reading): AnswerPicture | null {
  const fact = reading.answer
  return fact !== null && typeof fact === 'object' && 'answers' in fact ? (fact as unknown as AnswerPicture) : null
}

/** The fact `blocks` of a reading, from the oldest to the newest; empty before the first is sealed. */
export function blocksOf(reading: Reading): readonly BlockPicture[] {
  const fact = reading.blocks
  return Array.isArray(fact) ? (fact as unknown as readonly BlockPicture[]) : []
}

/** What the last step did with a block: it was sealed just now, its summary was taken, or its points were read. */
export type Role = 'sealed' | 'summary' | 'read' | null

export function roleOf(mark: Mark | null, order: number): Role {
  if (mark === null) return null
  const { details } = mark
  switch (mark.name) {
    case 'series/sealed':
      return details.order === order ? 'sealed' : null
    case 'series/part':
      return has(details.orders, order) ? (details.kind === 'summary' ? 'summary' : 'read') : null
    case 'series/answered':
      if (has(details.summarised, order)) return 'summary'
      return has(details.read, order) ? 'read' : null
    default:
      return null
  }
}

/** The last step in a few words with the numbers of its sentence, and whether it went ill. */
export interface StepCaption {
  readonly text: string
  readonly tone: 'plain' | 'attention' | 'bad'
}

export function captionOf(mark: Mark | null): StepCaption | null {
  if (mark === null) return null
  const number = (key: string) => Number(mark.details[key] ?? 0)
  const plain = (text: string): StepCaption => ({ text, tone: 'plain' })
  switch (mark.name) {
    case 'series/sealed':
      return plain(`sealed: ${number('points')} points, ${number('each')} bytes each`)
    case 'series/late':
      return { text: `${number('lateBy') / 1000} ms late: into its place`, tone: 'attention' }
    case 'series/refused':
      return {
        text: 'lateBy' in mark.details ? `${number('lateBy') / 1000} ms late: refused` : 'refused: twice',
        tone: 'bad',
      }
    case 'series/selected':
      return plain(`the index leaves ${number('left')} of ${number('series')} series`)
    case 'series/part':
      return plain(partText(String(mark.details.kind), number('count')))
    case 'series/answered':
      return plain(answeredText(number('summaries'), number('rollups'), number('points')))
    case 'guide/moved':
      return { text: `late: ${number('moved')} points move`, tone: 'attention' }
    case 'guide/answered':
      return { text: `nothing found, ${number('answer')} answered`, tone: 'bad' }
    default:
      return null
  }
}

/** `8.4 KB`: what people read of a number of bytes. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${groupDigits(bytes)} bytes`
  return bytes < 100_000 ? `${Math.round(bytes / 100) / 10} KB` : `${groupDigits(bytes / 1_000)} KB`
}

function partText(kind: string, count: number): string {
  if (kind === 'summary') return count === 1 ? '1 summary taken' : `${count} summaries taken`
  if (kind === 'rollups') return `${count} roll-ups taken`
  return kind === 'head' ? `${count} points of the head read` : `${count} points of a block read`
}

function answeredText(summaries: number, rollUps: number, points: number): string {
  const parts = [
    summaries > 0 ? `${summaries} ${summaries === 1 ? 'summary' : 'summaries'}` : '',
    rollUps > 0 ? `${rollUps} roll-ups` : '',
    `${groupDigits(points)} points`,
  ]
  return `answered from ${parts.filter((part) => part !== '').join(', ')}`
}

function has(list: unknown, order: number): boolean {
  return Array.isArray(list) && list.includes(order)
}
