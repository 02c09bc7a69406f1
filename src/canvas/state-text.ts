import type { Plain } from '../../workers/protocol'
import type { Glyph } from '../../workers/systems/system'
import { groupDigits } from '../../workers/trace/sentence'

export type Reading = Readonly<Record<string, Plain>>

/** A number of a reading; 0 before its first value. */
export function numberOf(reading: Reading, key: string): number {
  const value = reading[key]
  return typeof value === 'number' ? value : 0
}

/** A text of a reading; empty before its first value. */
export function textOf(reading: Reading, key: string): string {
  const value = reading[key]
  return typeof value === 'string' ? value : ''
}

export function isDown(reading: Reading): boolean {
  return reading.up === 0
}

/** A cache node that is not in the placement now. */
export function isStandby(reading: Reading): boolean {
  return reading.member === 0
}

/** What is out of the ordinary, in words: `down`, `paused`, `slow ×4`, `standby`; empty when nothing is. */
export function modeText(reading: Reading): string {
  const mode = textOf(reading, 'mode')
  if (isDown(reading)) return mode === '' ? 'down' : mode
  return mode === '' && isStandby(reading) ? 'standby' : mode
}

/** The share of look-ups that hit, or null before the first. */
export function hitRatio(reading: Reading): number | null {
  const hits = numberOf(reading, 'hits')
  const all = hits + numberOf(reading, 'misses')
  return all === 0 ? null : hits / all
}

/** The state of a node as one sentence for those who do not see the picture. */
export function stateText(name: string, glyph: Glyph, reading: Reading): string {
  const mode = modeText(reading)
  const parts = mode === '' ? [] : [mode]
  parts.push(...inside(glyph, reading))
  return `${name}: ${parts.join(', ')}`
}

function inside(glyph: Glyph, reading: Reading): string[] {
  const amount = (key: string): string => groupDigits(numberOf(reading, key))
  switch (glyph.type) {
    case 'client':
      return [`${amount('offered')} asked`, `${amount('ok')} answered`, `${amount('failed')} failed`]
    case 'server':
      return [`${amount('busy')} of ${glyph.workers} workers busy`, `${amount('queue')} in the queue`]
    case 'balancer':
      return glyph.targets.map((target) => {
        const out = reading[`healthy:${target}`] === 0 ? ', taken out' : ''
        return `${amount(`open:${target}`)} open at ${target}${out}`
      })
    case 'placement':
      return ['places keys on nodes']
    case 'cache': {
      const ratio = hitRatio(reading)
      const share = ratio === null ? 'not asked yet' : `hit ratio ${ratio.toFixed(2)}`
      return [`${amount('entries')} of ${amount('capacity')} entries`, share]
    }
  }
}
