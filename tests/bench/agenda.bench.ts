import FlatQueue from 'flatqueue'
import TinyQueue from 'tinyqueue'
import { Agenda } from '../../workers/kernel/agenda'
import { RandomStream } from '../../workers/kernel/random'
import { type BenchCase, type BenchResult, type BenchRow, type Interleaved, interleave, ratioRow } from './harness'

const OPERATIONS = 400_000
/** Delays are drawn beforehand and used in turn, the same ones by every queue. */
const DELAYS = 65_536

/** How full, how dense, and the goals of performance.md for this. */
interface Load {
  readonly waiting: number
  readonly gapMicros: number
  readonly goal: number
}

const loads: readonly Load[] = [
  { waiting: 1_000, gapMicros: 1, goal: 1 },
  { waiting: 1_000, gapMicros: 1_000, goal: 1 },
  { waiting: 100_000, gapMicros: 1, goal: 1.5 },
  { waiting: 100_000, gapMicros: 1_000, goal: 1.5 },
]

/**
 * The hold model (Jones, "An empirical comparison of priority-queue and event-set implementations", 1986): with a
 * fixed number of items waiting, pop the next and push it again an exponential delay later. One operation is one pop
 * and one push. Only ours keeps ties in order.
 */
export default async function bench(): Promise<BenchResult> {
  const rows: BenchRow[] = []
  for (const load of loads) rows.push(...(await holdRows(load)))
  return { title: 'Agenda: hold model, exponential delays', rows }
}

async function holdRows({ waiting, gapMicros, goal }: Load): Promise<BenchRow[]> {
  const stream = RandomStream.named(7, 'delays')
  const delays = Float64Array.from({ length: DELAYS }, () => stream.exponential(waiting * gapMicros))
  const lastDue = new Set<number>()
  const suffix = `${waiting / 1_000}k waiting, 1 event each ${gapMicros} µs`
  const cases = [agendaCase, flatQueueCase, tinyQueueCase].map((make) => make(suffix, waiting, delays, lastDue))
  const measured = await interleave(cases)
  if (lastDue.size !== 1) throw new Error(`The queues disagree about the last due time: ${[...lastDue].join(', ')}.`)
  return rowsOf(measured, goal)
}

function rowsOf(measured: Interleaved, goal: number): BenchRow[] {
  const [ours, flat, tiny] = measured.cases as [
    Interleaved['cases'][0],
    Interleaved['cases'][0],
    Interleaved['cases'][0],
  ]
  return [
    ratioRow(ours, measured.ratio(ours.name, flat.name), 'flatqueue', goal),
    { name: flat.name, value: flat.perSecond, unit: 'op/s' },
    { name: tiny.name, value: tiny.perSecond, unit: 'op/s', ratio: measured.ratio(ours.name, tiny.name) },
  ]
}

type MakeCase = (suffix: string, waiting: number, delays: Float64Array, lastDue: Set<number>) => BenchCase

const agendaCase: MakeCase = (suffix, waiting, delays, lastDue) => {
  let agenda = new Agenda<number>()
  return {
    name: `Agenda, ${suffix}`,
    operations: OPERATIONS,
    prepare() {
      agenda = new Agenda()
      for (let item = 0; item < waiting; item++) agenda.push(delays[item % DELAYS]!, item)
    },
    run() {
      for (let operation = waiting; operation < waiting + OPERATIONS; operation++) {
        const item = agenda.pop()!
        agenda.push(agenda.poppedDue + delays[operation % DELAYS]!, item)
      }
      lastDue.add(agenda.poppedDue)
      return agenda.poppedDue
    },
  }
}

const flatQueueCase: MakeCase = (suffix, waiting, delays, lastDue) => {
  let queue = new FlatQueue<number>()
  return {
    name: `flatqueue, ${suffix}`,
    operations: OPERATIONS,
    prepare() {
      queue = new FlatQueue()
      for (let item = 0; item < waiting; item++) queue.push(item, delays[item % DELAYS]!)
    },
    run() {
      let due = 0
      for (let operation = waiting; operation < waiting + OPERATIONS; operation++) {
        due = queue.peekValue()!
        const item = queue.pop()!
        queue.push(item, due + delays[operation % DELAYS]!)
      }
      lastDue.add(due)
      return due
    },
  }
}

interface Entry {
  due: number
  item: number
}

const tinyQueueCase: MakeCase = (suffix, waiting, delays, lastDue) => {
  let queue = new TinyQueue<Entry>()
  return {
    name: `tinyqueue, ${suffix}`,
    operations: OPERATIONS,
    prepare() {
      queue = new TinyQueue<Entry>([], (one, other) => one.due - other.due)
      for (let item = 0; item < waiting; item++) queue.push({ due: delays[item % DELAYS]!, item })
    },
    run() {
      let due = 0
      for (let operation = waiting; operation < waiting + OPERATIONS; operation++) {
        const entry = queue.pop()!
        due = entry.due
        entry.due = due + delays[operation % DELAYS]!
        queue.push(entry)
      }
      lastDue.add(due)
      return due
    },
  }
}
