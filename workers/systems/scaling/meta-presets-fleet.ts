import type { ParameterValue } from '../../scenario/scenario'
import type { Preset } from '../system'
import { NO_IDLE_WORKER } from './meta-checks'

/** Moments about machines that come, go and break. */
const SECOND = 1_000_000

const RAMP = [15, 20, 25, 30, 35, 40].map((value, index) => ({
  at: 8 * SECOND * (index + 1),
  kind: 'set' as const,
  parameter: 'rps',
  value,
}))
const SPIKE = [
  { at: 20 * SECOND, kind: 'set', parameter: 'rps', value: 50 },
  { at: 45 * SECOND, kind: 'set', parameter: 'rps', value: 12 },
] as const
/** Evens out to nothing in the mean, but no two periods are alike. */
const UNEVEN: Readonly<Record<string, ParameterValue>> = { servers: 4, rps: 21, arrivals: 'bursts', min: 2 }
const LOSS = [
  { at: 10 * SECOND, kind: 'crash', node: 's1' },
  { at: 14 * SECOND, kind: 'restart', node: 's1' },
] as const
const SIXTY_PERCENT: Readonly<Record<string, ParameterValue>> = { servers: 4, workers: 1, rps: 24 }

export const fleetPresets: readonly Preset[] = [
  {
    id: 'ramp',
    title: 'An autoscaler follows a ramp',
    topic: 'Autoscaling',
    variant: 'autoscaled',
    values: { servers: 2, rps: 10 },
    script: RAMP,
    horizonMicros: 60 * SECOND,
    openAt: 42_008_400,
    watch: 'The load rises slowly to four times what it was. The fleet grows with it, and hardly anybody notices.',
    claims: ['ramp-followed', 'nobody-fails', 'bill-follows'],
  },
  {
    id: 'spike',
    title: 'A spike is faster than a boot',
    variant: 'autoscaled',
    values: { servers: 2, rps: 12, boot: 5 * SECOND },
    script: SPIKE,
    horizonMicros: 75 * SECOND,
    openAt: 30_006_000,
    watch:
      'The load jumps to four times. The decision takes one period, but the machines need 5 s to boot, and a busy machine cannot look more than 100 % busy, so it takes several rounds.',
    claims: ['spike-lags', 'spike-caught-up', 'goes-down-late'],
  },
  {
    id: 'flaps',
    title: 'Without stabilisation it flaps',
    variant: 'autoscaled',
    values: { ...UNEVEN, stabilise: 0 },
    horizonMicros: 90 * SECOND,
    openAt: 76_015_200,
    watch:
      'The load is uneven but does not grow. Every quiet period sends machines away that the next busy one misses.',
    claims: ['flaps'],
  },
  {
    id: 'stabilised',
    title: 'The same load with stabilisation',
    variant: 'autoscaled',
    values: { ...UNEVEN, stabilise: 30 * SECOND },
    horizonMicros: 90 * SECOND,
    openAt: 64_012_800,
    watch:
      'It goes down only to the most that was wanted in the last 30 s: calmer, quicker for its clients, and dearer.',
    claims: ['calm'],
  },
  {
    id: 'lose-big',
    title: 'Lose the one big machine',
    topic: 'Losing a machine',
    variant: 'big',
    values: SIXTY_PERCENT,
    script: LOSS,
    horizonMicros: 30 * SECOND,
    openAt: 12_042_959,
    watch: 'It breaks at 10 s, is restarted at 14 s and boots for 4 s more. In all this time nobody is served.',
    claims: ['loss-takes-all'],
  },
  {
    id: 'lose-one',
    title: 'Lose one of four',
    variant: 'pooled',
    values: SIXTY_PERCENT,
    script: LOSS,
    horizonMicros: 30 * SECOND,
    openAt: 11_237_535,
    watch:
      'The same accident. One request is lost with its machine; the other three machines are busier for a while, that is all.',
    claims: ['loss-takes-one'],
  },
  {
    id: 'lose-one-split',
    title: 'Lose one of four queues',
    variant: 'shortest',
    values: SIXTY_PERCENT,
    script: LOSS,
    horizonMicros: 30 * SECOND,
    openAt: 10_384_873,
    watch:
      'A machine that refuses at once has the fewest open, so until two health probes have failed it gets most requests and loses them.',
    claims: ['loss-until-probed'],
    breaks: [NO_IDLE_WORKER],
  },
]
