import type { Values } from '../../scenario/parameters'
import { marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { AnswerPicture } from '../glyphs'
import { atLeast, atMost, between, exactly, type Law, notHere, type Proof, within } from '../law'
import { answersFrom, atEnd, storeIndex } from './claims-measures'
import { LOT_DEVIATION, latencies, mean, QUERY_BASE, SETTLED } from './claims-query'

const MICROS_PER_MS = 1_000
/** Start, first difference, first value; and the marker at the end. */
const FIRST_POINT_BITS = 64 + 14 + 64
const END_BITS = 37
/** 1111 and 32 bits for a time; 11, 5 + 6 bits of window and 64 bits for a value. */
const MOST_BITS = 36 + 77
/** What a counter grows by at a scrape, on average: lots of 0 to 9. */
const MEAN_LOT = 4.5

const laws: readonly Law[] = [
  {
    id: 'constant-bytes',
    name: 'What never changes takes two bits a point',
    formula: 'bits = 142 + (first difference) + (n − 2) + (n − 1) + 37, in whole bytes',
    source: 'Gorilla: Pelkonen et al., VLDB 2015, section 4.1; bits as go-tsz writes them',
    tolerance: 'exact, to the byte, for every sealed block of a constant',
    measure(trace, values, { variant }) {
      const signal = values.text('signal')
      if (!isXor(values, variant)) return notHere('Blocks are not written as XORs.')
      if (signal !== 'constant' && signal !== 'mixed') return notHere('No agent measures a constant.')
      if (values.number('late') > 0 || values.number('users') > 1) return notHere('Points do not come evenly.')
      const blocks = sealedBlocks(trace).filter(({ series }) => signal === 'constant' || /a3(?!\d)/.test(series))
      if (blocks.length === 0) return notHere('No block of a constant is sealed.')
      const law = blocks.reduce((sum, { points }) => sum + constantBytes(points, values), 0)
      return exactly(
        blocks.reduce((sum, { bytes }) => sum + bytes, 0),
        law,
        'bytes',
      )
    },
  },
  {
    id: 'most-bytes',
    name: 'No point takes more than its longest form',
    formula: 'bits ≤ 142 + 113 · (n − 1) + 37',
    source: 'Gorilla: Pelkonen et al., VLDB 2015, section 4.1',
    tolerance: 'exact, for the block that takes most a point',
    measure(trace, values, { variant }) {
      if (!isXor(values, variant)) return notHere('Blocks are not written as XORs.')
      const blocks = sealedBlocks(trace)
      const most = blocks.reduce((best, next) => (next.bytes / next.points > best.bytes / best.points ? next : best), {
        series: '',
        points: 1,
        bytes: 0,
      })
      if (blocks.length === 0) return notHere('No block is sealed.')
      const law = Math.ceil((FIRST_POINT_BITS + MOST_BITS * (most.points - 1) + END_BITS) / 8)
      return atMost(most.bytes / most.points, law / most.points, 'bytes a point')
    },
  },
  {
    id: 'points-kept',
    name: 'No acknowledged point is lost',
    formula: 'acknowledged ≤ stored + expired ≤ sent',
    source: 'conservation',
    tolerance: 'exact',
    measure(trace, values) {
      if (values.number('late') > 0) return notHere('Writes hold more than one point, or none.')
      if (trace.status.kind !== 'finished') return notHere('The run has not ended.')
      const stored =
        atEnd(trace, 'points') +
        marksOf(trace, 'series/expired').reduce((sum, { details }) => sum + Number(details.points), 0)
      const { acknowledged, sent } = writes(trace)
      return between(stored, acknowledged, acknowledged, sent, 'points')
    },
  },
  {
    id: 'counter-rate',
    name: 'A rate is the slope of its counter, restarts or not',
    formula: 'rate = mean growth of a scrape · scrapes a second',
    source: 'counter resets as in Prometheus, function rate()',
    tolerance: 'four standard deviations of the draws of a step',
    measure(trace, values, { variant }) {
      if (variant === 'guide') return notHere('The guide’s store answers nothing.')
      if (values.text('signal') !== 'counter' || values.text('function') !== 'rate')
        return notHere('No rate of a counter is asked for.')
      const scrapes = 1_000_000 / values.number('every')
      const draws = values.number('step') / values.number('every') - 1
      const rates = lastAnswers(trace)
      if (rates.length === 0) return notHere('No query is answered.')
      const law = MEAN_LOT * scrapes
      const farthest = rates.reduce((far, rate) => (Math.abs(rate - law) > Math.abs(far - law) ? rate : far))
      return within(farthest, law, ((4 * LOT_DEVIATION) / Math.sqrt(draws)) * scrapes, 'a second, farthest step')
    },
  },
  {
    id: 'read-cost',
    name: 'A query takes its trips and the work of what it reads',
    formula: 'W ≥ 2 · latency + 300 µs + Σ read',
    source: 'sum of the stages of its path; what is above it is waiting',
    tolerance: '0.1 ms below for rounding, from 9 s on',
    measure(trace, values) {
      const [asked, read] = [latencies(trace), answersFrom(trace, SETTLED).map(({ takes }) => takes)]
      if (asked.length === 0) return notHere('No query is answered after 9 s.')
      return atLeast(mean(asked), 2 * values.number('latency') + QUERY_BASE + mean(read), 'µs', 100)
    },
  },
  {
    id: 'retention',
    name: 'Points do not outlive their retention by more than a block and a sweep',
    formula: 'points of a series ≤ (retention + roll-up) / scrape + block',
    source: 'whole blocks are dropped, as in Prometheus and InfluxDB',
    tolerance: 'exact, at the end of the run',
    measure(trace, values, { variant }) {
      if (variant === 'guide') return notHere('The guide drops points one by one.')
      if (values.number('users') > 1) return notHere('There are more series than agents.')
      if (values.number('retention') >= trace.horizonMicros) return notHere('The run is shorter than the retention.')
      const most =
        (values.number('retention') + values.number('rollup')) / values.number('every') + values.number('block')
      return atMost(atEnd(trace, 'points'), values.number('agents') * most, 'points')
    },
  },
]

const proof: Proof = {
  modelled: [
    'agents with five signals, late points and uneven networks; series by labels with an inverted index',
    'blocks with Gorilla’s exact bits or scaled integers; queries over summaries, points and roll-ups',
    'retention, an out-of-order window, and a write-ahead log that survives a crash',
  ],
  leftOut: [
    'replicas and shards',
    'compaction of blocks and tombstones',
    'the time that disks take',
    'memory of a series and of an index entry are round figures',
  ],
  laws,
}

export default proof

interface Block {
  readonly series: string
  readonly points: number
  readonly bytes: number
}

function sealedBlocks(trace: Trace): Block[] {
  return marksOf(trace, 'series/sealed').map(({ details }) => details as unknown as Block)
}

function isXor(values: Values, variant: string): boolean {
  return (variant === 'gorilla' || variant === 'aggregates') && values.text('values') === 'doubles'
}

/** A block of points that come evenly and are all the same: one bit for each time and each value. */
function constantBytes(points: number, values: Values): number {
  const difference = values.number('every') / MICROS_PER_MS
  // The first difference is told as a change from 0, in 7, 9, 12 or 32 bits behind their prefix.
  const first = difference <= 64 ? 9 : difference <= 256 ? 12 : difference <= 2048 ? 16 : 36
  return Math.ceil((FIRST_POINT_BITS + first + (points - 2) + (points - 1) + END_BITS) / 8)
}

/** Writes of one point each. */
function writes(trace: Trace): { readonly acknowledged: number; readonly sent: number } {
  let [acknowledged, sent] = [0, 0]
  for (let request = 1; request <= trace.requestCount; request++) {
    if (trace.topology.nodes[trace.request(request).node]?.kind !== 'agent') continue
    sent++
    const hasEnded = trace.requestEndMicros(request) !== Number.POSITIVE_INFINITY
    if (hasEnded && trace.requestCauseOf(request) === '') acknowledged++
  }
  return { acknowledged, sent }
}

/** The steps of the answers of three moments in the last third of the run, without those at its start. */
function lastAnswers(trace: Trace): number[] {
  return [0, 1, 2].flatMap((index) => {
    const at = trace.countBefore(trace.horizonMicros * (0.7 + 0.1 * index))
    const picture = trace.fact(storeIndex(trace), 'answer', at) as unknown as AnswerPicture | null | undefined
    return (picture?.answers ?? []).filter((answer) => answer !== null)
  })
}
