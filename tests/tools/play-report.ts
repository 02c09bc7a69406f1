import { ENGINE_REVISION, Fate } from '../../workers/protocol'
import type { Look } from '../../workers/scenario/look'
import { Values } from '../../workers/scenario/parameters'
import { findPreset } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { linkOf } from '../../workers/scenario/url'
import { packing } from '../../workers/scenario/url-packed'
import { type Run, startRun } from '../../workers/session/run'
import { isKept, type Law } from '../../workers/systems/law'
import { loadClaims, loadProof } from '../../workers/systems/loaders'
import { loadModel } from '../../workers/systems/models'
import type { Claims, SystemMeta } from '../../workers/systems/system'
import { universalLaws } from '../../workers/systems/universal-laws'
import { failuresByCause, meanLatency, nearestRank, requestCounts, sortedLatencies } from '../../workers/trace/measure'
import { Trace } from '../../workers/trace/trace'

/** Agenda entries between two looks at the run; any other number gives the same run. */
const BUDGET = 50_000

export type Report = Awaited<ReturnType<typeof reportOf>>

/** Runs a checked scenario to its end and tells everything that can be counted. Times are milliseconds of simulated time. */
export async function reportOf(meta: SystemMeta, scenario: Scenario, look: Look) {
  const [model, claims, proof] = await Promise.all([loadModel(meta.id), loadClaims(meta.id), loadProof(meta.id)])
  const run = startRun(scenario, model)
  const trace = finishedTrace(run, scenario)
  return {
    system: meta.id,
    preset: look.preset,
    variant: scenario.variant,
    seed: scenario.seed,
    systemRevision: meta.revision,
    engineRevision: ENGINE_REVISION,
    digest: trace.digest,
    events: trace.events,
    status: trace.status,
    reachedMs: trace.reachedMicros / 1_000,
    counts: countsOf(trace),
    latencyMs: latencyOf(trace),
    checks: checksOf(run, trace),
    claims: verdictsOf(meta, claims, scenario, look.preset, trace),
    laws: lawsOf([...universalLaws, ...proof.laws], scenario, trace),
    link: linkOf(scenario, { ...look, digest: trace.digest }, [meta], packing),
  }
}

/** The trace alone. */
export async function traceOf(meta: SystemMeta, scenario: Scenario): Promise<Trace> {
  return finishedTrace(startRun(scenario, await loadModel(meta.id)), scenario)
}

function finishedTrace(run: Run, scenario: Scenario): Trace {
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(BUDGET))
  return trace
}

function countsOf(trace: Trace) {
  const fates = new Map<Fate, number>()
  for (let hop = 0; hop < trace.hopCount; hop++) {
    const fate = trace.hopFate(hop)
    fates.set(fate, (fates.get(fate) ?? 0) + 1)
  }
  const marks = new Map<string, number>()
  for (let mark = 0; mark < trace.markCount; mark++) {
    const name = trace.markNameOf(mark)
    marks.set(name, (marks.get(name) ?? 0) + 1)
  }
  const requests = requestCounts(trace)
  return {
    hops: trace.hopCount,
    delivered: fates.get(Fate.delivered) ?? 0,
    lost: fates.get(Fate.lost) ?? 0,
    refused: fates.get(Fate.refused) ?? 0,
    late: fates.get(Fate.late) ?? 0,
    flying: fates.get(Fate.flying) ?? 0,
    requests: requests.offered,
    ok: requests.served,
    failed: requests.failed,
    failedByCause: Object.fromEntries(failuresByCause(trace)),
    marks: Object.fromEntries([...marks].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** Of every request that ended, well or not; null where none did. */
function latencyOf(trace: Trace) {
  const sorted = sortedLatencies(trace)
  const ms = (micros: number | null): number | null => (micros === null ? null : micros / 1_000)
  return {
    p50: ms(nearestRank(sorted, 50)),
    p90: ms(nearestRank(sorted, 90)),
    p99: ms(nearestRank(sorted, 99)),
    mean: ms(meanLatency(trace)),
    max: ms(sorted.at(-1) ?? null),
  }
}

function checksOf(run: Run, trace: Trace) {
  return run.world.checks.map(({ name }) => {
    const breach = trace.breaches.find(({ check }) => check === name)
    if (breach === undefined) return { check: name, holds: true }
    return { check: name, holds: false, atMs: trace.eventMicros(breach.event) / 1_000, breach: breach.sentence }
  })
}

/** The claims of the preset, or else all that the system knows: on another run they are figures, not promises. */
function verdictsOf(meta: SystemMeta, claims: Claims, scenario: Scenario, preset: string | null, trace: Trace) {
  const ids = findPreset(meta, preset)?.claims ?? Object.keys(claims)
  const values = new Values(scenario.values)
  return ids.map((id) => {
    const claim = claims[id]
    if (claim === undefined) return { id, sentence: '', holds: false, measured: 'there is no such claim' }
    return { id, sentence: claim.sentence, ...claim.measure(trace, values, scenario) }
  })
}

/** What this run measures of each law that speaks of it. A bound that is not there is null. */
function lawsOf(laws: readonly Law[], scenario: Scenario, trace: Trace) {
  const values = new Values(scenario.values)
  const bound = (limit: number): number | null => (Number.isFinite(limit) ? limit : null)
  return laws.flatMap((law) => {
    const finding = law.measure(trace, values, scenario)
    if (finding.kind === 'not-here') return []
    const { quantity } = finding
    const bounds = { low: bound(quantity.low), high: bound(quantity.high) }
    return [{ id: law.id, name: law.name, ...quantity, ...bounds, holds: isKept(quantity) }]
  })
}
