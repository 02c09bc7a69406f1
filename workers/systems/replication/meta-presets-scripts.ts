/** What happens in several presets. */
export const SECOND = 1_000_000

/** n2 hears nothing from n1 for a second and a half; then n1 dies. */
export const CUT_OFF_THEN_CRASH = [
  { at: 1 * SECOND, kind: 'cut', link: ['n1', 'n2'] },
  { at: 2_500_000, kind: 'crash', node: 'n1' },
] as const
/** Dies 190 ms after its log was shipped. */
export const CRASH_BEFORE_SHIPPING = [{ at: 1_990_000, kind: 'crash', node: 'n1' }] as const
/** app-1 and n1 on one side, everybody else on the other. */
export const PARTITION = [
  { at: 1_500_000, kind: 'cut', link: ['n1', 'n2'] },
  { at: 1_500_000, kind: 'cut', link: ['n1', 'n3'] },
  { at: 1_500_000, kind: 'cut', link: ['app-2', 'n1'] },
  { at: 1_500_000, kind: 'cut', link: ['app-1', 'n2'] },
  { at: 1_500_000, kind: 'cut', link: ['app-1', 'n3'] },
] as const
export const HEALED = PARTITION.map(({ link }) => ({ at: 3_500_000, kind: 'heal' as const, link }))
export const FROM_MONITOR = [
  { at: 1_500_000, kind: 'cut', link: ['monitor', 'n1'] },
  { at: 1_500_000, kind: 'cut', link: ['monitor', 'app-1'] },
] as const
export const SLOW_STORING = { apply: 30_000, reads: 'any', keys: 2 }
