import {
  BRANCH_IDS,
  type BranchId,
  type Branching,
  comparedWith,
  forked,
  renamed,
  switchedTo,
  without,
  withScenarioOf,
  withVersus,
} from '../../workers/scenario/branching'
import { checkScenario } from '../../workers/scenario/check'
import type { Scenario } from '../../workers/scenario/scenario'
import type { RunState } from './run-store'

/** What a person does with the scenarios that stand beside each other. All of it can be undone. */
export interface BranchActions {
  /** Goes on in a copy of what is shown, forked at this moment, and compares it with what it leaves. */
  fork(atMicros: number): void
  /** Keeps another scenario beside the one that is shown and compares them. */
  compareWith(scenario: Scenario): void
  /** Compares with a branch that there is, or with none. */
  setVersus(id: BranchId | null): void
  /** Changes the scenario of the branch that is compared with. */
  changeVersus(next: Scenario, label: string): void
  showBranch(id: BranchId): void
  renameBranch(id: BranchId, name: string): void
  removeBranch(id: BranchId): void
}

const FULL = `There are at most ${BRANCH_IDS.length} branches.`

/** @param leave goes on with other branches; the label names the step of undo */
export function branchActions(
  get: () => Pick<RunState, 'branching' | 'meta' | 'addNote'>,
  leave: (branching: Branching, label: string) => void,
): BranchActions {
  const add = (branching: Branching, label: string): void => {
    if (branching === get().branching) get().addNote(FULL)
    else leave(branching, label)
  }
  return {
    fork: (atMicros) => add(forked(get().branching, Math.floor(atMicros)), 'fork'),
    compareWith: (scenario) => add(comparedWith(get().branching, scenario), 'compare'),
    setVersus: (id) => leave(withVersus(get().branching, id), 'compare'),
    changeVersus(next, label) {
      const { branching, meta, addNote } = get()
      const problems = checkScenario(meta, next)
      for (const problem of problems) addNote(problem)
      if (branching.versus === null || problems.length > 0) return
      leave(withScenarioOf(branching, branching.versus, next), label)
    },
    showBranch: (id) => leave(switchedTo(get().branching, id), `show branch ${id}`),
    renameBranch: (id, name) => leave(renamed(get().branching, id, name), 'name of a branch'),
    removeBranch: (id) => leave(without(get().branching, id), `remove branch ${id}`),
  }
}
