/**
 * How throughput grows with the number of workers: Gunther, Guerrilla Capacity Planning (2007), chapter 4; for κ = 0
 * Amdahl, “Validity of the Single Processor Approach to Achieving Large Scale Computing Capabilities” (1967).
 * σ is contention: the share of work that only one may do at a time. κ is coherency: what each pair of workers costs.
 */
export interface Scalability {
  /** From 0 to 1. */
  readonly sigma: number
  /** From 0. */
  readonly kappa: number
}

/** How many times as long work takes on each of `workers`: 1 + σ(N − 1) + κN(N − 1). */
export function slowdownOf(workers: number, { sigma, kappa }: Scalability): number {
  if (!(Number.isInteger(workers) && workers >= 1))
    throw new RangeError(`There is a whole number of workers from 1, not ${workers}.`)
  if (!(sigma >= 0 && sigma <= 1 && kappa >= 0))
    throw new RangeError(`σ is from 0 to 1 and κ is not below 0, not ${sigma} and ${kappa}.`)
  return 1 + sigma * (workers - 1) + kappa * workers * (workers - 1)
}

/** Throughput of `workers` as a multiple of one worker's: N / (1 + σ(N − 1) + κN(N − 1)). */
export function capacityOf(workers: number, law: Scalability): number {
  return workers / slowdownOf(workers, law)
}

/** The N at which the throughput is highest, √((1 − σ) / κ), as a real number; Infinity without coherency costs. */
export function peakOf({ sigma, kappa }: Scalability): number {
  return kappa === 0 ? Number.POSITIVE_INFINITY : Math.sqrt((1 - sigma) / kappa)
}

/** Amdahl's ceiling, 1 / σ: no number of workers gives more than so many times one worker's throughput. */
export function ceilingOf({ sigma }: Scalability): number {
  return sigma === 0 ? Number.POSITIVE_INFINITY : 1 / sigma
}
