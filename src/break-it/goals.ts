import { parseTarget, type Target } from '../../workers/explore/target'

/** Something to look for, with a bound to choose where it has one. */
export interface Goal {
  readonly id: string
  readonly label: string
  readonly bound: { readonly label: string; readonly default: string; readonly range: string } | null
  /** The text of the target (see `parseTarget`); `bound` is what was chosen. */
  text(bound: string): string
}

const LATENCIES: readonly Goal[] = [99, 50].map((percent) => ({
  id: `p${percent}`,
  label: `p${percent} above a time`,
  bound: { label: 'Above', default: '500ms', range: 'A time such as 500ms or 2s.' },
  text: (bound) => `p${percent}>${bound}`,
}))

const FAILURES: Goal = {
  id: 'failed',
  label: 'Failed requests above a share',
  bound: { label: 'Above', default: '10%', range: 'A whole percentage from 0% to 99%.' },
  text: (bound) => `failed>${bound}`,
}

/** All that can be looked for: any check, each of them, and figures. */
export function goalOptions(checks: readonly string[]): readonly Goal[] {
  return [
    { id: 'check', label: 'Any check that fails', bound: null, text: () => 'check' },
    ...checks.map((name): Goal => ({ id: `check:${name}`, label: name, bound: null, text: () => `check:${name}` })),
    ...LATENCIES,
    FAILURES,
  ]
}

/** The target of a goal with a bound as typed, or null when it cannot be read. */
export function targetOf(goal: Goal, bound: string): Target | null {
  return parseTarget(goal.text(bound.replace(/\s/g, '')))
}
