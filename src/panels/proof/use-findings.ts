import { useEffect, useState } from 'react'
import { Values } from '../../../workers/scenario/parameters'
import type { Scenario } from '../../../workers/scenario/scenario'
import { type Finding, type Law, notHere } from '../../../workers/systems/law'
import type { Trace } from '../../../workers/trace/trace'
import { useRun } from '../../run/run-store'

/** What the shown run says of each law by its id; empty while the run is under way, and filled law by law after it. */
export function useFindings(laws: readonly Law[]): ReadonlyMap<string, Finding> {
  const scenario = useRun((run) => run.scenario)
  const trace = useRun((run) => (run.phase === 'finished' ? run.trace : null))
  const growth = useRun((run) => run.growth)
  const [findings, setFindings] = useState<ReadonlyMap<string, Finding>>(new Map())
  useEffect(() => {
    setFindings(new Map())
    if (trace === null || growth < 0) return
    const measured = new Map<string, Finding>()
    let timer = 0
    // A law a turn: some look at every pair of moments, and the picture must not wait for all of them.
    const next = (index: number) => {
      const law = laws[index]
      if (law === undefined) return
      measured.set(law.id, findingOf(law, trace, scenario))
      setFindings(new Map(measured))
      timer = window.setTimeout(() => next(index + 1))
    }
    timer = window.setTimeout(() => next(0))
    return () => clearTimeout(timer)
  }, [laws, scenario, trace, growth])
  return findings
}

function findingOf(law: Law, trace: Trace, scenario: Scenario): Finding {
  try {
    return law.measure(trace, new Values(scenario.values), scenario)
  } catch (error) {
    return notHere(`It cannot be measured on this run: ${error instanceof Error ? error.message : String(error)}`)
  }
}
