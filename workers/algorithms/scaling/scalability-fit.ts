import type { Scalability } from './scalability'

/** Throughput that was measured with a number of workers, in requests a second. */
export interface LoadPoint {
  readonly workers: number
  readonly perSecond: number
}

/** The law that measured points are nearest to. */
export interface ScalabilityFit extends Scalability {
  /** Throughput of one worker by the fit. */
  readonly alone: number
}

/** Fewer numbers of workers than this say nothing of three unknowns. */
export const LEAST_POINTS = 3

/**
 * Finds λ, σ and κ of the Universal Scalability Law from a load test: Gunther, Guerrilla Capacity Planning (2007), chapter
 * 5. N / X(N) = (1 + σ(N − 1) + κN(N − 1)) / λ is linear in 1 / λ, σ / λ and κ / λ, so least squares finds them at once;
 * each point counts by its relative error. What would come out below 0 is 0, and the rest is found without it.
 *
 * @param law Amdahl's is the one without κ
 * @returns null when there are fewer than three numbers of workers
 */
export function fitScalability(points: readonly LoadPoint[], law: 'usl' | 'amdahl' = 'usl'): ScalabilityFit | null {
  const used = points.filter(({ workers, perSecond }) => workers >= 1 && perSecond > 0)
  if (new Set(used.map(({ workers }) => workers)).size < LEAST_POINTS) return null
  if (law === 'amdahl') return fitOne(used, others, 'sigma')
  const [base = 0, linear = 0, square = 0] = solve(used, [one, others, pairs])
  if (linear >= 0 && square >= 0) return { alone: 1 / base, sigma: linear / base, kappa: square / base }
  return square < 0 ? fitOne(used, others, 'sigma') : fitOne(used, pairs, 'kappa')
}

/** A fit with only σ or only κ, or with neither when that one would be below 0 too. */
function fitOne(points: readonly LoadPoint[], term: Term, name: keyof Scalability): ScalabilityFit {
  const [base = 0, found = 0] = solve(points, [one, term])
  const none = { sigma: 0, kappa: 0 }
  if (found >= 0) return { ...none, [name]: found / base, alone: 1 / base }
  const [alone = 0] = solve(points, [one])
  return { ...none, alone: 1 / alone }
}

type Term = (workers: number) => number
const one: Term = () => 1
const others: Term = (workers) => workers - 1
const pairs: Term = (workers) => workers * (workers - 1)

/** Factors of the terms with which N / X(N) is met best. */
function solve(points: readonly LoadPoint[], terms: readonly Term[]): number[] {
  const size = terms.length
  const matrix = terms.map(() => new Array<number>(size + 1).fill(0))
  for (const { workers, perSecond } of points) {
    // Each row is divided by what it aims at, so that an error of a tenth counts alike everywhere.
    const values = terms.map((term) => (term(workers) * perSecond) / workers)
    for (let row = 0; row < size; row++) {
      const line = matrix[row] as number[]
      for (let column = 0; column < size; column++)
        line[column] = (line[column] as number) + (values[row] as number) * (values[column] as number)
      line[size] = (line[size] as number) + (values[row] as number)
    }
  }
  return eliminate(matrix)
}

/** Gauss and Jordan, with the largest pivot first. */
function eliminate(matrix: number[][]): number[] {
  const size = matrix.length
  for (let column = 0; column < size; column++) {
    let best = column
    for (let row = column + 1; row < size; row++)
      if (Math.abs(matrix[row]?.[column] ?? 0) > Math.abs(matrix[best]?.[column] ?? 0)) best = row
    const pivot = matrix[best] as number[]
    matrix[best] = matrix[column] as number[]
    matrix[column] = pivot
    const scale = pivot[column] as number
    for (let cell = column; cell <= size; cell++) pivot[cell] = (pivot[cell] as number) / scale
    for (const row of matrix) {
      if (row === pivot) continue
      const times = row[column] as number
      for (let cell = column; cell <= size; cell++) row[cell] = (row[cell] as number) - times * (pivot[cell] as number)
    }
  }
  return matrix.map((row) => row[size] as number)
}
