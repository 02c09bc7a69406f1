import type { Scenario } from '../../scenario/scenario'

/** How much of a run each of the nodes is up, by its script. */
export function sharesUp(
  { script, horizonMicros }: Pick<Scenario, 'script' | 'horizonMicros'>,
  nodes: readonly string[],
): number[] {
  return nodes.map((node) => {
    let [down, since] = [0, -1]
    for (const entry of script) {
      if (!('node' in entry) || entry.node !== node) continue
      if (entry.kind === 'crash') since = entry.at
      if (entry.kind === 'restart' && since >= 0) {
        down += Math.min(entry.at, horizonMicros) - since
        since = -1
      }
    }
    if (since >= 0) down += horizonMicros - since
    return 1 - down / horizonMicros
  })
}
