import { exp, log, pow } from '../../workers/kernel/maths'
import { RandomStream } from '../../workers/kernel/random'
import { Zipf } from '../../workers/kernel/zipf'
import { type BenchResult, type BenchRow, interleave, type Measured } from './harness'

const COUNT = 1_000_000
/** Floor for the bare stream: what fields or typed arrays reach and closures do not (performance.md). */
const GOAL_PER_SECOND = 80_000_000

/** Draws a second of every kind, and the portable functions beside the engine's own. */
export default async function bench(): Promise<BenchResult> {
  const runs = { ...draws, ...functions }
  const measured = await interleave(Object.entries(runs).map(([name, run]) => ({ name, operations: COUNT, run })))
  const rows = measured.cases.map((one) => rowOf(one))
  for (const row of rows) {
    const engine = `Math.${row.name}`
    if (engine in functions) Object.assign(row, { ratio: measured.ratio(row.name, engine) })
  }
  return { title: 'Random streams and portable maths', rows }
}

function rowOf({ name, perSecond }: Measured): BenchRow {
  const row = { name, value: perSecond, unit: 'op/s' }
  if (name !== 'uint32') return row
  return { ...row, goal: `≥ ${GOAL_PER_SECOND / 1_000_000} M/s`, met: perSecond >= GOAL_PER_SECOND }
}

const stream = RandomStream.named(7, 'bench')
const keys = new Zipf(1_000, 0.99)
const manyKeys = new Zipf(100_000, 0.99)

// Each has a loop of its own, as a loop shared by all would measure the call of an unknown function.
const draws: Record<string, () => number> = {
  uint32() {
    let sum = 0
    for (let draw = 0; draw < COUNT; draw++) sum += stream.uint32()
    return sum
  },
  'integer(100)'() {
    let sum = 0
    for (let draw = 0; draw < COUNT; draw++) sum += stream.integer(100)
    return sum
  },
  'chance(1, 100)'() {
    let sum = 0
    for (let draw = 0; draw < COUNT; draw++) if (stream.chance(1, 100)) sum++
    return sum
  },
  unit() {
    let sum = 0
    for (let draw = 0; draw < COUNT; draw++) sum += stream.unit()
    return sum
  },
  'exponential(1 ms)'() {
    let sum = 0
    for (let draw = 0; draw < COUNT; draw++) sum += stream.exponential(1_000)
    return sum
  },
  'pareto(1 ms, 1.5)'() {
    let sum = 0
    for (let draw = 0; draw < COUNT; draw++) sum += stream.pareto(1_000, 1.5)
    return sum
  },
  'Zipf rank of 1,000'() {
    let sum = 0
    for (let draw = 0; draw < COUNT; draw++) sum += keys.rank(stream)
    return sum
  },
  'Zipf rank of 100,000'() {
    let sum = 0
    for (let draw = 0; draw < COUNT; draw++) sum += manyKeys.rank(stream)
    return sum
  },
}

const functions: Record<string, () => number> = {
  log() {
    let sum = 0
    for (let x = 1; x <= COUNT; x++) sum += log(x)
    return sum
  },
  'Math.log'() {
    let sum = 0
    for (let x = 1; x <= COUNT; x++) sum += Math.log(x)
    return sum
  },
  exp() {
    let sum = 0
    for (let x = 1; x <= COUNT; x++) sum += exp(x / -COUNT)
    return sum
  },
  'Math.exp'() {
    let sum = 0
    for (let x = 1; x <= COUNT; x++) sum += Math.exp(x / -COUNT)
    return sum
  },
  pow() {
    let sum = 0
    for (let x = 1; x <= COUNT; x++) sum += pow(x, -0.99)
    return sum
  },
  'Math.pow'() {
    let sum = 0
    for (let x = 1; x <= COUNT; x++) sum += x ** -0.99
    return sum
  },
}
