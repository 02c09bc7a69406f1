import type { Columns } from '../../algorithms/time-series/columns'
import type { Matcher } from '../../algorithms/time-series/label-index'
import type { Series } from '../../algorithms/time-series/series'
import { SeriesReader, type Touched, type TouchedPart } from '../../algorithms/time-series/series-reader'
import type { Node } from '../../network/node'
import { groupDigits, listText } from '../../trace/sentence'
import * as marks from './model-marks'
import type { Question } from './model-messages'
import { answerPicture, rounded } from './model-picture'
import type { Disk } from './model-store'

/** Ticks are milliseconds; a rate is told by the second. */
const TICKS_PER_SECOND = 1_000
/** Series whose parts are told one by one. */
const TOLD_SERIES = 3
/** Parts of one query that are told. */
const TOLD_PARTS = 12
/** Blocks that a mark names at most. */
const NAMED_BLOCKS = 12

/** Answers a question and says step by step what it looks at. A part of a query is told once, however many steps use it. */
export function answerQuestion(node: Node, disk: Disk, question: Question, readMicros: number) {
  const { host, from, to, step, fn } = question
  const matchers: Matcher[] = [{ label: 'metric', value: 'cpu' }]
  if (host !== '*') matchers.push({ label: 'host', value: host })
  const { values: found, touched, selection } = disk.store.query(matchers, { from, to, step, fn })
  const values = fn === 'rate' ? found.map((rate) => (rate === null ? null : rate * TICKS_PER_SECOND)) : found
  const series = selection.ids.map((id) => disk.store.series(id) as Series)
  node.mark(marks.selected, {
    labels: selection.steps.map(({ matcher }) => `${matcher.label}=${matcher.value}`),
    listed: selection.steps.map(({ listed }) => listed),
    left: selection.ids.length,
    series: disk.store.seriesCount,
  })
  tellParts(node, disk, series, touched)
  const inRange = series.reduce((sum, one) => sum + new SeriesReader(one).summary(from, to).count, 0)
  const known = values.filter((value) => value !== null)
  const details = {
    fn,
    asked: FUNCTION_WORDS[fn] ?? fn,
    steps: values.length,
    sources: sourcesText(touched),
    summaries: touched.summaries,
    points: touched.points,
    rollups: touched.rollUps,
    inRange,
    highest: known.length === 0 ? 0 : rounded(known.reduce((most, value) => Math.max(most, value))),
    takes: (touched.points + touched.summaries + touched.rollUps) * readMicros,
    summarised: ordersOf(disk, touched.parts, 'summary'),
    read: ordersOf(disk, touched.parts, 'points'),
  }
  node.fact('answer').set({ ...answerPicture(question, values, pointsOf(series, from, to)) })
  node.mark(known.length === 0 ? marks.answeredNothing : marks.answered, details)
  return { answer: values, touched }
}

/** How a sentence about the answer of a function begins. */
const FUNCTION_WORDS: Readonly<Record<string, string>> = {
  avg: 'The average',
  max: 'The largest value',
  min: 'The least value',
  sum: 'The sum',
  count: 'The number of points',
  rate: 'The rate',
  quantile: 'The median',
}

/** `3 summaries, 8 roll-ups and 225 points`, without what is not used. */
function sourcesText({ summaries, rollUps, points }: Touched): string {
  const counted = [
    { count: summaries, one: 'summary', many: 'summaries' },
    { count: rollUps, one: 'roll-up', many: 'roll-ups' },
    { count: points, one: 'point', many: 'points' },
  ]
  const used = counted.filter(({ count }) => count > 0)
  return listText(used.map(({ count, one, many }) => `${groupDigits(count)} ${count === 1 ? one : many}`))
}

/** The points of all series in order of time. */
function pointsOf(all: readonly Series[], from: number, to: number): Columns {
  const found: [time: number, value: number][] = []
  for (const series of all) {
    const { times, values } = new SeriesReader(series).points(from, to)
    for (let index = 0; index < times.length; index++) found.push([times[index] as number, values[index] as number])
  }
  if (all.length > 1) found.sort(([a], [b]) => a - b)
  return { times: Float64Array.from(found, ([time]) => time), values: Float64Array.from(found, ([, value]) => value) }
}

function tellParts(node: Node, disk: Disk, all: readonly Series[], touched: Touched): void {
  const told = touched.parts.filter(({ series }) => all.indexOf(series) < TOLD_SERIES).slice(0, TOLD_PARTS)
  for (const part of told) {
    const { kind, firstBlock, lastBlock, points } = part
    const count = kind === 'points' ? points : lastBlock - firstBlock + 1
    const blocks = firstBlock === lastBlock ? `${firstBlock}` : `${firstBlock} to ${lastBlock}`
    const details = { series: nameOf(disk, part.series), kind, blocks, count, orders: ordersOf(disk, [part], kind) }
    node.mark(definitionFor(part, count), details)
  }
  const [first] = all
  if (first === undefined) return
  const series = all.length === 1 ? nameOf(disk, first) : `${all.length} series`
  const details = { series, blocks: '', orders: [] }
  if (touched.rollUps > 0) node.mark(marks.byRollUps, { ...details, kind: 'rollups', count: touched.rollUps })
  if (touched.headPoints > 0) node.mark(marks.byHead, { ...details, kind: 'head', count: touched.headPoints })
}

function definitionFor({ kind, series }: TouchedPart, count: number) {
  if (kind === 'summary') return count === 1 ? marks.byOneSummary : marks.bySummaries
  return series.options.summaries ? marks.byPoints : marks.byPointsOnly
}

function nameOf(disk: Disk, series: Series): string {
  for (const [id, one] of disk.store.all()) {
    if (one !== series) continue
    const { host = '', user } = disk.store.index.labels(id) ?? {}
    return user === undefined ? host : `${host}/${user}`
  }
  return ''
}

/** In which order the blocks of some parts were sealed; the last of them when there are many. */
function ordersOf(disk: Disk, parts: readonly TouchedPart[], kind: TouchedPart['kind']): number[] {
  const orders: number[] = []
  for (const part of parts) {
    if (part.kind !== kind) continue
    const all = disk.orders.get(part.series) ?? []
    for (let block = part.firstBlock; block <= part.lastBlock; block++) orders.push(all[block - 1] ?? 0)
  }
  return orders.sort((a, b) => a - b).slice(-NAMED_BLOCKS)
}
