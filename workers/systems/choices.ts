/** How the choices of a prediction hold against what a run shows. */
import type { Choice } from './lesson'

type Holds = Choice['holds']

export function below(limit: number): Holds {
  return (value) => Number(value) < limit
}

export function atLeast(limit: number): Holds {
  return (value) => Number(value) >= limit
}

/** From `from` on, below `to`. */
export function between(from: number, to: number): Holds {
  return (value) => Number(value) >= from && Number(value) < to
}

/** A name, or one of several. */
export function is(...names: readonly string[]): Holds {
  return (value) => names.includes(String(value))
}
