import fc from 'fast-check'
import type { Intervention } from '../../workers/scenario/scenario'

/** Random scripts of faults in order of time: for nodes with these names, linked as they may be. */
export function scriptOf(nodes: readonly string[], horizonMicros: number, maxLength = 8): fc.Arbitrary<Intervention[]> {
  const at = fc.integer({ min: 0, max: horizonMicros })
  const node = fc.constantFrom(...nodes)
  const link = fc.tuple(node, node)
  const intervention: fc.Arbitrary<Intervention> = fc.oneof(
    fc.record({ at, kind: fc.constantFrom('crash' as const, 'restart' as const), node }),
    fc.record({ at, kind: fc.constant('pause' as const), node, forMicros: fc.integer({ min: 1, max: horizonMicros }) }),
    fc.record({ at, kind: fc.constant('slow' as const), node, factor: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ at, kind: fc.constantFrom('cut' as const, 'heal' as const), link }),
    fc.record({ at, kind: fc.constant('delay' as const), link, extraMicros: fc.integer({ min: 0, max: 50_000 }) }),
    fc.record({ at, kind: fc.constant('drop' as const), link, percent: fc.integer({ min: 0, max: 100 }) }),
  )
  return fc.array(intervention, { maxLength }).map((script) => script.sort((a, b) => a.at - b.at))
}
