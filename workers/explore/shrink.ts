import type { Intervention, Scenario } from '../scenario/scenario'
import { inOrder } from './candidate'
import type { Meeting } from './trial'

/** A scenario that meets the target, and where. */
export interface Found {
  readonly scenario: Scenario
  readonly met: Meeting
}

/** Coarser moments make a finding easier to tell; tried from the coarsest. */
const GRAINS_MICROS = [1_000_000, 100_000, 10_000]

/**
 * Makes a finding as small as it gets: the seed of the scenario that was searched, the fewest interventions, then gentler
 * ones, earlier and rounder moments. Each step is kept only if the target is still met (delta debugging, Zeller and
 * Hildebrandt, IEEE TSE 28:2, 2002, one entry at a time, since scripts are short).
 *
 * @param test runs a candidate; null when it does not meet the target, or when no more runs are left
 */
export function shrink(found: Found, base: Scenario, test: (scenario: Scenario) => Found | null): Found {
  let best = found
  const attempt = (scenario: Scenario): boolean => {
    const next = test(scenario)
    if (next === null) return false
    best = next
    return true
  }
  if (best.scenario.seed !== base.seed) attempt({ ...best.scenario, seed: base.seed })
  for (let isSmaller = true; isSmaller; ) {
    const before = best.scenario
    dropEntries(() => best.scenario, attempt)
    easeEntries(() => best.scenario, attempt)
    isSmaller = best.scenario.script.length < before.script.length
  }
  return best
}

type Attempt = (scenario: Scenario) => boolean

/** Leaves out what the finding does not need, the last entries first: they tend to be what mends. */
function dropEntries(now: () => Scenario, attempt: Attempt): void {
  for (let index = now().script.length - 1; index >= 0; index--)
    attempt({ ...now(), script: now().script.filter((_, other) => other !== index) })
}

/** Makes each entry gentler and sooner. */
function easeEntries(now: () => Scenario, attempt: Attempt): void {
  for (let index = 0; index < now().script.length; index++) {
    while (replaced(now(), index, gentler, attempt));
    while (replaced(now(), index, sooner, attempt));
    for (const grain of GRAINS_MICROS) if (replaced(now(), index, (entry) => rounded(entry, grain), attempt)) break
  }
}

function replaced(
  scenario: Scenario,
  index: number,
  change: (entry: Intervention) => Intervention | null,
  attempt: Attempt,
): boolean {
  const entry = scenario.script[index]
  const changed = entry === undefined ? null : change(entry)
  if (changed === null) return false
  const script = scenario.script.map((other, place) => (place === index ? changed : other))
  // An entry that would change its place among the others is another script, not a simpler one.
  const isInOrder = inOrder(script).every((other, place) => other === script[place])
  return isInOrder && attempt({ ...scenario, script })
}

/** Half of what is done, as long as it stays a round figure; null when it is as gentle as it gets. */
function gentler(entry: Intervention): Intervention | null {
  switch (entry.kind) {
    case 'pause':
      return entry.forMicros >= 20_000 ? { ...entry, forMicros: halfMillis(entry.forMicros) } : null
    case 'delay':
      return entry.extraMicros >= 2_000 ? { ...entry, extraMicros: halfMillis(entry.extraMicros) } : null
    case 'slow':
      return entry.factor >= 3 ? { ...entry, factor: Math.floor(entry.factor / 2) } : null
    case 'drop':
      return entry.percent >= 20 ? { ...entry, percent: Math.floor(entry.percent / 20) * 10 } : null
    default:
      return null
  }
}

function sooner(entry: Intervention): Intervention | null {
  return entry.at >= 20_000 ? { ...entry, at: halfMillis(entry.at) } : null
}

function halfMillis(micros: number): number {
  return Math.floor(micros / 2_000) * 1_000
}

function rounded(entry: Intervention, grain: number): Intervention | null {
  const at = Math.floor(entry.at / grain) * grain
  return at === entry.at ? null : { ...entry, at }
}
