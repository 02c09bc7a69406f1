import { formatDuration } from '../../workers/kernel/time'
import type { Intervention, LinkEnds } from '../../workers/scenario/scenario'
import type { Action } from '../../workers/systems/system'
import { playheadStore } from '../playback/playhead-store'
import { runStore } from '../run/run-store'
import { faultMoment, type LinkFaults, type NodeFaults } from './faults-in-force'

const SLOW_FACTORS = [2, 4, 10, 100] as const
const PAUSES_MICROS = [10_000, 100_000, 1_000_000, 5_000_000] as const
const EXTRA_MICROS = [1_000, 5_000, 50_000, 500_000] as const
const DROP_PERCENTS = [1, 10, 50] as const

/** An intervention whose moment is still open. */
export type Untimed = Intervention extends infer Each ? (Each extends { at: number } ? Omit<Each, 'at'> : never) : never

/** Something to do at once. */
export interface Deed {
  readonly label: string
  readonly help?: string
  /** It breaks something. */
  readonly isBad?: boolean
  readonly intervention: Untimed
}

/** Something to do with a strength. */
export interface GradedDeed {
  readonly label: string
  readonly grades: readonly { readonly text: string; readonly intervention: Untimed }[]
  /** The grade that is offered first, as a place in `grades`. */
  readonly first: number
  /** Takes it back; null while it is not in force. */
  readonly undo: Deed | null
}

/** All that can be done to a node or a link: the buttons of its panel and its menu in the picture offer the same. */
export interface Choices {
  readonly deeds: readonly Deed[]
  readonly graded: readonly GradedDeed[]
}

/** Adds an intervention just after the moment that is shown, and goes there. */
export function breakHere(intervention: Untimed): void {
  const { scenario, addIntervention } = runStore.getState()
  const { micros, pause, seek } = playheadStore.getState()
  const at = faultMoment(micros, scenario.horizonMicros)
  pause()
  addIntervention({ ...intervention, at } as Intervention)
  seek(at)
}

/** What can be done to a node of a kind, with what is in force there. */
export function nodeChoices(node: string, kind: string, actions: readonly Action[], faults: NodeFaults): Choices {
  const power: Deed = faults.isCrashed
    ? { label: 'Restart', intervention: { kind: 'restart', node } }
    : { label: 'Crash', isBad: true, intervention: { kind: 'crash', node } }
  const acts = actions
    .filter(({ on }) => on === kind)
    .map(({ id, label, help }): Deed => ({ label, help, intervention: { kind: 'act', action: id, target: node } }))
  return {
    deeds: [power, ...acts],
    graded: [
      graded('Slow', SLOW_FACTORS, 4, (factor) => `×${factor}`, {
        doing: (factor) => ({ kind: 'slow', node, factor }),
        undo: faults.slowFactor === 1 ? null : 'Normal speed',
        none: 1,
      }),
      graded('Pause', PAUSES_MICROS, 100_000, formatDuration, {
        doing: (forMicros) => ({ kind: 'pause', node, forMicros }),
        undo: null,
        none: 0,
      }),
    ],
  }
}

/** What can be done to a link, in both directions. */
export function linkChoices(link: LinkEnds, faults: LinkFaults): Choices {
  return {
    deeds: [
      faults.isCut
        ? { label: 'Heal', intervention: { kind: 'heal', link } }
        : { label: 'Cut', isBad: true, intervention: { kind: 'cut', link } },
    ],
    graded: [
      graded('Add latency', EXTRA_MICROS, 50_000, formatDuration, {
        doing: (extraMicros) => ({ kind: 'delay', link, extraMicros }),
        undo: faults.extraMicros === 0 ? null : 'Normal latency',
        none: 0,
      }),
      graded('Drop', DROP_PERCENTS, 10, (percent) => `${percent} %`, {
        doing: (percent) => ({ kind: 'drop', link, percent }),
        undo: faults.dropPercent === 0 ? null : 'Drop nothing',
        none: 0,
      }),
    ],
  }
}

interface Doing {
  doing(strength: number): Untimed
  /** What taking it back is called; null while there is nothing to take back. */
  readonly undo: string | null
  /** The strength of nothing. */
  readonly none: number
}

function graded(
  label: string,
  strengths: readonly number[],
  first: number,
  text: (strength: number) => string,
  { doing, undo, none }: Doing,
): GradedDeed {
  return {
    label,
    grades: strengths.map((strength) => ({ text: text(strength), intervention: doing(strength) })),
    first: strengths.indexOf(first),
    undo: undo === null ? null : { label: undo, intervention: doing(none) },
  }
}

/** What is in force, as a sentence; empty when nothing is. */
export function nodeFaultsText({ isCrashed, slowFactor, pausedUntilMicros }: NodeFaults): string {
  return inForce([
    isCrashed && 'crashed',
    slowFactor !== 1 && `slow ×${slowFactor}`,
    pausedUntilMicros !== null && `paused until ${formatDuration(pausedUntilMicros)}`,
  ])
}

export function linkFaultsText({ isCut, extraMicros, dropPercent }: LinkFaults): string {
  return inForce([
    isCut && 'cut',
    extraMicros !== 0 && `+${formatDuration(extraMicros)}`,
    dropPercent !== 0 && `drops ${dropPercent} %`,
  ])
}

function inForce(faults: readonly (string | false)[]): string {
  const named = faults.filter((fault) => fault !== false)
  return named.length === 0 ? '' : `In force here: ${named.join(', ')}.`
}
