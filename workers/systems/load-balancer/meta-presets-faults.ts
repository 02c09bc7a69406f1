import type { Preset } from '../system'

/** One server misbehaves, and how the balancer takes it. */
export const FAULT_PRESETS: readonly Preset[] = [
  {
    id: 'slow-server',
    title: 'One slow server, in turn',
    topic: 'Slow and lying servers',
    variant: 'round-robin',
    openAt: 3_062_743,
    script: [{ at: 2_000_000, kind: 'slow', node: 's2', factor: 4 }],
    watch: 'Server s2 takes four times as long. Taking turns keeps feeding it, so its queue fills and requests fail.',
    claims: ['slow-hurts'],
  },
  {
    id: 'slow-server-least',
    title: 'One slow server, fewest open',
    variant: 'least',
    openAt: 2_402_861,
    script: [{ at: 2_000_000, kind: 'slow', node: 's2', factor: 4 }],
    watch: 'The same slow server. Open requests pile up there, so it is asked less, and nobody fails.',
    claims: ['slow-harmless'],
  },
  {
    id: 'black-hole',
    title: 'A server that fails fast looks idle',
    variant: 'least',
    openAt: 2_651_362,
    script: [{ at: 2_000_000, kind: 'act', action: 'fail-fast', target: 's2' }],
    watch:
      'Server s2 answers 503 after 1 ms and its health page says it is well. Its requests are never open for long, so it gets most of them.',
    claims: ['black-hole'],
  },
  {
    id: 'black-hole-ejected',
    title: 'The same server, ejected by its failures',
    variant: 'least',
    values: { 'eject-after': 5, eject: 2_000_000, sweep: 500_000 },
    openAt: 2_114_915,
    script: [{ at: 2_000_000, kind: 'act', action: 'fail-fast', target: 's2' }],
    watch:
      'Five failures of real requests in a row eject s2, whatever its health page says. Each time it comes back it fails again, and stays away longer.',
    claims: ['black-hole-closed', 'longer-away'],
  },
  {
    id: 'lying-pages',
    title: 'Three health pages lie',
    variant: 'least',
    openAt: 5_004_928,
    script: [
      { at: 2_000_000, kind: 'act', action: 'look-ill', target: 's1' },
      { at: 2_000_000, kind: 'act', action: 'look-ill', target: 's2' },
      { at: 2_000_000, kind: 'act', action: 'look-ill', target: 's3' },
    ],
    watch:
      'Three servers serve well and say that they are ill. The balancer believes them, and the last server drowns.',
    claims: ['last-drowns'],
  },
  {
    id: 'lying-pages-panic',
    title: 'Three health pages lie, with a panic threshold',
    variant: 'least',
    values: { panic: 50 },
    openAt: 3_516_758,
    script: [
      { at: 2_000_000, kind: 'act', action: 'look-ill', target: 's1' },
      { at: 2_000_000, kind: 'act', action: 'look-ill', target: 's2' },
      { at: 2_000_000, kind: 'act', action: 'look-ill', target: 's3' },
    ],
    watch: 'With fewer than half of the servers healthy, the balancer no longer believes the probes and asks all.',
    claims: ['panic-saves'],
  },
  {
    id: 'flapping-guide',
    title: 'Flapping health, as in the guide',
    topic: 'Health checks',
    variant: 'guide',
    openAt: 3_006_758,
    script: [{ at: 2_000_000, kind: 'act', action: 'flap', target: 's2' }],
    watch:
      'Every second probe of s2 fails, and one probe decides: it goes out and comes back all the time, and each time the turns of all others shift.',
    claims: ['flaps', 'turns-skipped'],
  },
  {
    id: 'flapping-hysteresis',
    title: 'Flapping health with rise and fall',
    variant: 'round-robin',
    openAt: 3_006_758,
    script: [{ at: 2_000_000, kind: 'act', action: 'flap', target: 's2' }],
    watch: 'The same probes. Three failures in a row are needed to take a server out, so it stays in.',
    claims: ['no-flaps', 'turns-kept'],
  },
]
