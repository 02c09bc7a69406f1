import { LTTB } from 'downsample'
import { bytesOf, sealBlock } from '../../workers/algorithms/time-series/block'
import { type Columns, PointColumns } from '../../workers/algorithms/time-series/columns'
import { decodeGorilla, encodeGorilla } from '../../workers/algorithms/time-series/gorilla'
import { largestTriangle } from '../../workers/algorithms/time-series/largest-triangle'
import { rangeQuery } from '../../workers/algorithms/time-series/range-query'
import { encodeScaled } from '../../workers/algorithms/time-series/scaled'
import { Series, type SeriesOptions } from '../../workers/algorithms/time-series/series'
import { type BenchResult, type BenchRow, interleave, ratioRow } from './harness'

const MILLION = 1_000_000
const OPTIONS: SeriesOptions = { windowTicks: 0, blockPoints: 256, codec: 'raw', summaries: true, rollUpTicks: null }

/** The store of series against arrays of objects, a scan of columns and npm's downsample, on a million decimals. */
export default async function bench(): Promise<BenchResult> {
  const points = decimals(MILLION)
  const rows = [
    ...memory(points),
    ...(await ingest(points)),
    ...(await aggregates(points)),
    ...(await codecs()),
    ...(await downsampling()),
  ]
  return { title: 'Time series: 1,000,000 decimals of two places', rows }
}

/** A level that moves by up to half a unit a step, with two decimals, scraped every 15 s. */
function decimals(count: number): Columns {
  let level = 5_000
  let state = 1
  const values = Float64Array.from({ length: count }, () => {
    state = Math.imul(state, 1_103_515_245) + 12_345
    level += ((state >>> 16) % 101) - 50
    return level / 100
  })
  return { times: Float64Array.from({ length: count }, (_, index) => 1_700_000_000_000 + index * 15_000), values }
}

/** What a million points take in the heap and in typed arrays, as objects and as blocks of both codecs. */
function memory(points: Columns): BenchRow[] {
  const { times, values } = points
  const kept = [
    {
      name: 'memory, array of objects',
      make: () => Array.from(times, (timestamp, index) => ({ timestamp, value: values[index]! })),
    },
    { name: 'memory, Gorilla blocks', make: () => seriesOf(points, { ...OPTIONS, codec: 'xor' }, MILLION) },
    {
      name: 'memory, blocks of scaled integers',
      make: () => seriesOf(points, { ...OPTIONS, codec: 'scaled' }, MILLION),
    },
  ]
  return kept.map(({ name, make }) => {
    const before = bytesInUse()
    const held: unknown[] = [make()]
    const value = (bytesInUse() - before) / MILLION
    held.length = 0
    return { name, value, unit: 'bytes/point' }
  })
}

function bytesInUse(): number {
  // The memory of typed arrays is given back while the next collection runs.
  for (let turn = 0; turn < 3; turn++) globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** A round is long enough for the garbage collection before it not to matter: it also throws away compiled code. */
const PASSES = 16

async function ingest({ times, values }: Columns): Promise<BenchRow[]> {
  const count = MILLION
  const measured = await interleave([
    {
      name: 'append to columns',
      operations: count * 2,
      run: passes(2, () => {
        const columns = new PointColumns()
        for (let index = 0; index < count; index++) columns.push(times[index]!, values[index]!)
        return columns.length
      }),
    },
    {
      name: 'append to a series that seals raw blocks',
      operations: count * 2,
      run: passes(2, () => seriesOf({ times, values }, { ...OPTIONS, codec: 'raw' }, count).stored),
    },
    {
      name: 'append to a series that seals Gorilla blocks',
      operations: count * 2,
      run: passes(2, () => seriesOf({ times, values }, { ...OPTIONS, codec: 'xor' }, count).stored),
    },
    {
      name: 'array of objects',
      operations: count * 2,
      run: passes(2, () => {
        const objects: { timestamp: number; value: number }[] = []
        for (let index = 0; index < count; index++) objects.push({ timestamp: times[index]!, value: values[index]! })
        return objects.length
      }),
    },
  ])
  const peer = 'array of objects'
  return measured.cases.map((one) =>
    one.name === 'append to columns'
      ? ratioRow(one, measured.ratio(one.name, peer), 'objects', 3)
      : { name: one.name, value: one.perSecond, unit: 'points/s', ratio: measured.ratio(one.name, peer) },
  )
}

async function aggregates(points: Columns): Promise<BenchRow[]> {
  const raw = seriesOf(points, OPTIONS, MILLION)
  const compressed = seriesOf(points, { ...OPTIONS, codec: 'xor' }, MILLION)
  // Neither end of the range is the end of a block, so both have to be opened.
  const [from, to] = [points.times[100]!, points.times[MILLION - 100]!]
  const query = { from, to, step: to - from, fn: 'avg' } as const
  const measured = await interleave([
    {
      name: 'average by summaries, raw blocks',
      operations: 20_000,
      run: passes(20_000, () => Number(rangeQuery([raw], query).values[0])),
    },
    {
      name: 'average by summaries, Gorilla blocks',
      operations: 5000,
      run: passes(5000, () => Number(rangeQuery([compressed], query).values[0])),
    },
    { name: 'scan of the column', operations: 40, run: passes(40, () => scan(points, from, to)) },
    { name: 'filter and reduce over objects', operations: 1, run: filterAndReduce(points, from, to) },
  ])
  const peer = 'scan of the column'
  return measured.cases.map((one) => {
    const ratio = measured.ratio(one.name, peer)
    return one.name.startsWith('average')
      ? ratioRow(one, ratio, 'column scan', 50)
      : { name: one.name, value: one.perSecond, unit: 'op/s', ratio }
  })
}

/** The ends found by searching, the average by adding up what lies between. */
function scan({ times, values }: Columns, from: number, to: number): number {
  let index = 0
  while (times[index]! < from) index++
  const begin = index
  let sum = 0
  for (; index < times.length && times[index]! < to; index++) sum += values[index]!
  return sum / (index - begin)
}

function filterAndReduce({ times, values }: Columns, from: number, to: number): () => number {
  const objects = Array.from(times, (timestamp, index) => ({ timestamp, value: values[index]! }))
  return () => {
    const found = objects.filter(({ timestamp }) => timestamp >= from && timestamp < to)
    return found.reduce((sum, { value }) => sum + value, 0) / found.length
  }
}

async function codecs(): Promise<BenchRow[]> {
  const points = decimals(400 * 256)
  const blocks = Array.from({ length: 400 }, (_, index) => slice(points, index * 256, 256))
  const operations = blocks.length * 256
  const encoded = blocks.map((block) => encodeGorilla(block)!)
  const bytes = (codec: 'xor' | 'scaled') =>
    blocks.reduce((sum, block) => sum + bytesOf(sealBlock(1, codec, block)), 0) / operations
  const each = (work: (block: Columns, index: number) => number) =>
    passes(PASSES, () => blocks.reduce((sum, block, index) => sum + work(block, index), 0))
  const measured = await interleave([
    {
      name: 'encode, Gorilla',
      operations: operations * PASSES,
      run: each((block) => encodeGorilla(block)!.length),
    },
    {
      name: 'encode, scaled integers',
      operations: operations * PASSES,
      run: each((block) => encodeScaled(block)!.bytes.length),
    },
    {
      name: 'decode, Gorilla',
      operations: operations * PASSES,
      run: each((_, index) => decodeGorilla(encoded[index]!).values[0]!),
    },
  ])
  const speed = (name: string) => measured.measured(name).perSecond / 1e6
  return [
    ...['encode, Gorilla', 'encode, scaled integers'].map((name) => ({
      name,
      value: speed(name),
      unit: 'M points/s',
      goal: '≥ 20',
      met: speed(name) >= 20,
    })),
    { name: 'decode, Gorilla', value: speed('decode, Gorilla'), unit: 'M points/s' },
    { name: 'Gorilla on decimals', value: bytes('xor'), unit: 'bytes/point' },
    {
      name: 'scaled integers on decimals',
      value: bytes('scaled'),
      unit: 'bytes/point',
      goal: '≤ 2.0',
      met: bytes('scaled') <= 2,
    },
  ]
}

async function downsampling(): Promise<BenchRow[]> {
  const points = decimals(100_000)
  const pairs = Array.from(points.times, (time, index) => [time, points.values[index]!] as [number, number])
  const measured = await interleave([
    {
      name: 'largest triangle, 100,000 to 1,000',
      operations: 40,
      run: passes(40, () => largestTriangle(points.times, points.values, 1000).length),
    },
    { name: 'downsample (npm)', operations: 10, run: passes(10, () => LTTB(pairs, 1000).length) },
  ])
  const name = 'largest triangle, 100,000 to 1,000'
  return [
    ratioRow(measured.measured(name), measured.ratio(name, 'downsample (npm)'), 'npm downsample', 10),
    { name: 'downsample (npm)', value: measured.measured('downsample (npm)').perSecond, unit: 'op/s' },
  ]
}

/** Does the work over and over; what it returns depends on all of it. */
function passes(count: number, work: () => number): () => number {
  return () => {
    let sum = 0
    for (let pass = 0; pass < count; pass++) sum += work()
    return sum
  }
}

function slice({ times, values }: Columns, begin: number, length: number): Columns {
  return { times: times.slice(begin, begin + length), values: values.slice(begin, begin + length) }
}

function seriesOf({ times, values }: Columns, options: SeriesOptions, count: number): Series {
  const series = new Series(options)
  for (let index = 0; index < count; index++) series.append(times[index]!, values[index]!)
  return series
}
