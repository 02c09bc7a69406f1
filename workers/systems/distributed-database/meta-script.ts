import type { Scenario } from '../../scenario/scenario'

export const CUT_AT = 1_000_000
export const HEAL_AT = 2_200_000
export const CRASH_AT = 2_000_000

type Ends = readonly [string, string]

/** One side of a partition and the other. */
const SIDE_A = ['coordinator-a', 'n1', 'n2', 'n3'] as const
const SIDE_B = ['coordinator-b', 'n4', 'n5'] as const

function isNode(name: string): boolean {
  return !name.startsWith('coordinator')
}

/** Every link across the partition. `isMesh`: nodes have links with each other. */
export function across(isMesh: boolean): readonly Ends[] {
  return SIDE_A.flatMap((a) => SIDE_B.map((b) => [a, b] as const)).filter(([a, b]) =>
    isNode(a) && isNode(b) ? isMesh : isNode(a) || isNode(b),
  )
}

export function cutAndHeal(links: readonly Ends[], from: number, to: number): Scenario['script'] {
  return [
    ...links.map((link) => ({ at: from, kind: 'cut' as const, link })),
    ...links.map((link) => ({ at: to, kind: 'heal' as const, link })),
  ]
}

/** The two sides hear nothing of each other. Nodes have links with each other. */
export const SPLIT = cutAndHeal(across(true), CUT_AT, HEAL_AT)

/** n3 hears nothing of anybody for a while. */
export function withoutN3(isMesh: boolean): Scenario['script'] {
  const others = ['coordinator-a', 'coordinator-b', ...(isMesh ? ['n1', 'n2', 'n4', 'n5'] : [])]
  return cutAndHeal(
    others.map((other) => [other, 'n3'] as const),
    500_000,
    1_700_000,
  )
}

/** Two regions, 40 ms apart. */
export const REGIONS = { distance: 40_000, timeout: 300_000, 'client-timeout': 1_000_000, keys: 4 } as const

const SLOT = 148_000

/**
 * Three nodes that are each down in one slot of three, of nine and of twenty-seven: every pattern of who is up comes as often
 * as if each had its own lot.
 */
export const ALL_PATTERNS: Scenario['script'] = [1, 3, 9]
  .flatMap((length, index) =>
    Array.from({ length: 9 / length }, (_, turn) => {
      const node = `n${index + 1}`
      const at = SLOT * length * (3 * turn + 1)
      return [
        { at, kind: 'crash' as const, node },
        { at: at + SLOT * length, kind: 'restart' as const, node },
      ]
    }).flat(),
  )
  .sort((a, b) => a.at - b.at)
