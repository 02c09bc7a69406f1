import type { Preset } from '../system'
import { LINEARIZABLE } from './meta-checks'
import { REGIONS, SPLIT } from './meta-script'

export const ranges: readonly Preset[] = [
  {
    id: 'local-reads',
    title: 'A lease: reads without asking anybody',
    variant: 'ranges',
    values: { ...REGIONS, keys: 6, zipf: 0, heartbeat: 60_000, election: 400_000, lease: 300_000 },
    openAt: 1_519_806,
    watch:
      'The same two regions, 40 ms apart. Each range has a leader; while most of its nodes have confirmed it within the lease, it answers reads alone. Writes still wait for a majority.',
    claims: ['reads-alone', 'one-lease', 'linearizable'],
  },
  {
    id: 'lease-moves',
    title: 'Partition: each range goes on where its majority is',
    variant: 'ranges',
    values: { keys: 6, zipf: 0 },
    script: SPLIT,
    openAt: 1_228_951,
    watch:
      'Ranges whose leader has lost its majority are silent until the lease has run out and the nodes on the other side have elected another leader. At no moment do two nodes answer for one range.',
    claims: ['lease-runs-out', 'one-lease', 'linearizable', 'ends-equal'],
  },
  {
    id: 'lease-too-long',
    title: 'A lease longer than the election timeout',
    variant: 'ranges',
    values: { keys: 6, zipf: 0, lease: 900_000, election: 150_000 },
    script: SPLIT,
    openAt: 1_529_073,
    watch:
      'The old leader answers by its lease, while the other side has elected a new one and writes. Two nodes hold the lease of one range, and reads of the old one are stale.',
    claims: ['two-leases', 'stale-by-lease'],
    breaks: [LINEARIZABLE],
  },
]
