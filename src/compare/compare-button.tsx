import { Columns2 } from 'lucide-react'
import type { Scenario } from '../../workers/scenario/scenario'
import type { SystemMeta } from '../../workers/systems/system'
import { onFirstClick } from '../run/on-first-click'
import { runStore, useRun } from '../run/run-store'

/** Its id in the page. */
export const COMPARE_BUTTON = 'compare'

/** Compares with another variant on the same traffic, or stops comparing. */
export function CompareButton() {
  const isOn = useRun((run) => run.branching.versus !== null)
  return (
    <button
      id={COMPARE_BUTTON}
      type="button"
      className="button"
      aria-pressed={isOn}
      title="Compare on the same traffic (C)"
      onClick={onFirstClick(toggleCompare)}
    >
      <Columns2 size={15} aria-hidden="true" />
      <span className="compare-button-word">Compare</span>
    </button>
  )
}

/** A branch that is there already is compared with first; otherwise the telling other variant becomes one. */
export function toggleCompare(): void {
  const { branching, scenario, meta, setVersus, compareWith } = runStore.getState()
  const { branches, active, versus } = branching
  if (versus !== null) return setVersus(null)
  const other = branches.find(({ id }) => id !== active)
  if (other !== undefined) setVersus(other.id)
  else compareWith(otherVariant(meta, scenario))
}

/** The guide's own way against another one, or the first other way; with one variant another seed. */
export function otherVariant({ variants }: SystemMeta, scenario: Scenario): Scenario {
  const guide = variants.find(({ asInGuide }) => asInGuide === true)
  const others = variants.filter(({ id }) => id !== scenario.variant)
  const chosen = guide !== undefined && guide.id !== scenario.variant ? guide : others[0]
  return chosen === undefined ? { ...scenario, seed: scenario.seed + 1 } : { ...scenario, variant: chosen.id }
}
