import type { Intervention, LinkEnds } from '../../workers/scenario/scenario'

/** What the script has done to a node by a moment. */
export interface NodeFaults {
  readonly isCrashed: boolean
  /** 1 is normal speed. */
  readonly slowFactor: number
  /** Simulated microseconds; null when it is not paused then. */
  readonly pausedUntilMicros: number | null
}

/** What the script has done to a link, in both directions, by a moment. */
export interface LinkFaults {
  readonly isCut: boolean
  readonly extraMicros: number
  readonly dropPercent: number
}

/** @param script in order of time */
export function nodeFaults(script: readonly Intervention[], node: string, micros: number): NodeFaults {
  let isCrashed = false
  let slowFactor = 1
  let pausedUntil = 0
  for (const entry of script) {
    if (entry.at > micros) break
    if (!('node' in entry) || entry.node !== node) continue
    if (entry.kind === 'crash' || entry.kind === 'restart') isCrashed = entry.kind === 'crash'
    else if (entry.kind === 'slow') slowFactor = entry.factor
    else if (entry.kind === 'pause') pausedUntil = Math.max(pausedUntil, entry.at + entry.forMicros)
  }
  return { isCrashed, slowFactor, pausedUntilMicros: pausedUntil > micros ? pausedUntil : null }
}

/** @param script in order of time */
export function linkFaults(script: readonly Intervention[], link: LinkEnds, micros: number): LinkFaults {
  let faults = { isCut: false, extraMicros: 0, dropPercent: 0 }
  for (const entry of script) {
    if (entry.at > micros) break
    if (!('link' in entry) || !isSameLink(entry.link, link)) continue
    if (entry.kind === 'cut' || entry.kind === 'heal') faults = { ...faults, isCut: entry.kind === 'cut' }
    else if (entry.kind === 'delay') faults = { ...faults, extraMicros: entry.extraMicros }
    else if (entry.kind === 'drop') faults = { ...faults, dropPercent: entry.percent }
  }
  return faults
}

/**
 * When a fault falls that is asked for at a moment: one microsecond later, so that all that was seen stays true; at the
 * very end of a run on its end.
 */
export function faultMoment(micros: number, horizonMicros: number): number {
  return Math.min(horizonMicros, Math.floor(micros) + 1)
}

/** A link of the script names both directions, so its ends may stand in either order. */
export function isSameLink(a: LinkEnds, b: LinkEnds): boolean {
  return (a[0] === b[0] && a[1] === b[1]) || (a[0] === b[1] && a[1] === b[0])
}
