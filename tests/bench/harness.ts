/**
 * One piece of work to be timed. `run` does it `operations` times and returns something that depends on all of it, so
 * that no compiler can leave the work out.
 */
export interface BenchCase {
  readonly name: string
  readonly operations: number
  /** Untimed, before every round: a fresh heap, a refilled cache. */
  prepare?(): void
  run(): unknown
}

export interface InterleaveOptions {
  /** Timed rounds. An odd number gives a median that was really measured. */
  readonly rounds?: number
  /** Untimed rounds before them, in which the code is compiled. */
  readonly warmup?: number
}

/** The rounds of one case, in operations per second. */
export interface Measured {
  readonly name: string
  readonly perSecond: number
  readonly nanosecondsEach: number
  /** (third quartile − first quartile) / median: above about 0.2 the machine was busy with something else. */
  readonly spread: number
}

export interface Interleaved {
  readonly cases: readonly Measured[]
  /** @throws {RangeError} when no case has that name */
  measured(name: string): Measured
  /**
   * How many times faster `ours` is than `peer`: the median of the ratios within each round. Two cases of one round
   * meet the same noise, so this is steadier than the ratio of the medians.
   *
   * @throws {RangeError} when no case has that name
   */
  ratio(ours: string, peer: string): number
}

/** A row of a benchmark's table; `value` is in `unit`, `ratio` is what `goal` speaks of. */
export interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly ratio?: number
  readonly goal?: string
  readonly met?: boolean
}

/** What the default export of a `*.bench.ts` returns. */
export interface BenchResult {
  readonly title: string
  readonly rows: readonly BenchRow[]
}

/**
 * Times ours and its peers in one process, a round of each in turn. The order turns by one every round, so that no
 * case always runs on what another one left in the caches.
 */
export async function interleave(
  cases: readonly BenchCase[],
  { rounds = 11, warmup = 3 }: InterleaveOptions = {},
): Promise<Interleaved> {
  const speeds = cases.map((): number[] => [])
  for (let round = -warmup; round < rounds; round++) {
    for (let turn = 0; turn < cases.length; turn++) {
      const index = (turn + round + warmup) % cases.length
      const speed = await time(cases[index]!)
      if (round >= 0) speeds[index]!.push(speed)
    }
  }
  const indexOf = (name: string): number => {
    const index = cases.findIndex((own) => own.name === name)
    if (index < 0) throw new RangeError(`No case is called "${name}".`)
    return index
  }
  const measuredCases = cases.map(({ name }, index) => summarise(name, speeds[index]!))
  return {
    cases: measuredCases,
    measured: (name) => measuredCases[indexOf(name)]!,
    ratio(ours, peer) {
      const peerSpeeds = speeds[indexOf(peer)]!
      return quantile(
        speeds[indexOf(ours)]!.map((speed, round) => speed / peerSpeeds[round]!),
        0.5,
      )
    },
  }
}

/** @param goal the least `ratio` that is good enough */
export function ratioRow(measured: Measured, ratio: number, peer: string, goal: number): BenchRow {
  const row = { name: measured.name, value: measured.perSecond, unit: 'op/s' }
  return { ...row, ratio, goal: `≥ ${goal}× ${peer}`, met: ratio >= goal }
}

/** @returns operations per second */
async function time(one: BenchCase): Promise<number> {
  one.prepare?.()
  // Garbage of the case before would otherwise be paid for by this one. Only there with --expose-gc, and only the young
  // generation: a whole collection throws away the compiled code of every case that has no live objects between rounds.
  globalThis.gc?.({ type: 'minor' })
  const startMs = performance.now()
  let result = one.run()
  if (result instanceof Promise) result = await result
  const elapsedMs = performance.now() - startMs
  if (result === undefined) throw new Error(`"${one.name}" returns nothing, so its work may have been left out.`)
  return (one.operations * 1000) / elapsedMs
}

function summarise(name: string, speeds: readonly number[]): Measured {
  const perSecond = quantile(speeds, 0.5)
  const spread = (quantile(speeds, 0.75) - quantile(speeds, 0.25)) / perSecond
  return { name, perSecond, nanosecondsEach: 1e9 / perSecond, spread }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(share * (sorted.length - 1) + 0.5)]!
}
