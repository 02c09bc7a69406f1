import type { Preset } from '../system'

/** Many requests are open at each server, and a server that has just begun is cold. */
const COLD = {
  rps: 240,
  work: 200_000,
  workers: 20,
  cold: 8,
  'warm-up': 6_000_000,
  timeout: 5_000_000,
  probe: 100_000,
} as const
const BACK_AFTER_A_CRASH = [
  { at: 500_000, kind: 'crash', node: 's2' },
  { at: 3_000_000, kind: 'restart', node: 's2' },
] as const

/** Servers that come and go: recovery and deployment. */
export const OPERATION_PRESETS: readonly Preset[] = [
  {
    id: 'herd',
    title: 'The herd to a server that has just come back',
    topic: 'Coming back and going away',
    variant: 'least',
    values: COLD,
    horizonMicros: 10_000_000,
    openAt: 3_233_832,
    script: BACK_AFTER_A_CRASH,
    watch: 'Server s2 is back, cold and empty. Empty means fewest open requests, so everything goes there at once.',
    claims: ['herd'],
  },
  {
    id: 'slow-start',
    title: 'The same return with slow start',
    variant: 'least',
    values: { ...COLD, 'slow-start': 3_000_000 },
    horizonMicros: 10_000_000,
    openAt: 3_247_276,
    script: BACK_AFTER_A_CRASH,
    watch: 'The weight of s2 grows from a tenth to all of it within 3 s, so it warms up with little work.',
    claims: ['no-herd'],
  },
  {
    id: 'deploy-stop',
    title: 'A deployment that just stops a server',
    variant: 'round-robin',
    openAt: 2_261_500,
    script: [
      { at: 2_000_000, kind: 'crash', node: 's2' },
      { at: 5_000_000, kind: 'restart', node: 's2' },
    ],
    watch:
      'What is open at s2 is lost, and until three probes have failed every fourth request runs into a closed door.',
    claims: ['stop-loses'],
  },
  {
    id: 'deploy-drain',
    title: 'A deployment that drains first',
    variant: 'round-robin',
    openAt: 2_080_419,
    script: [
      { at: 2_000_000, kind: 'act', action: 'drain', target: 's2' },
      { at: 3_500_000, kind: 'crash', node: 's2' },
      { at: 5_000_000, kind: 'restart', node: 's2' },
      { at: 7_000_000, kind: 'act', action: 'put-back', target: 's2' },
    ],
    watch:
      'Server s2 gets nothing new and ends what it has; then it is stopped, replaced and put back. Nobody notices.',
    claims: ['drain-loses-nothing'],
  },
]
