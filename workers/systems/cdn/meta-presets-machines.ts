import type { Preset } from '../system'

const SECOND = 1_000_000
/** All pages fit into the machines together, and into none of them alone. */
const HALL = { rps: 150, objects: 60, zipf: 60, capacity: 30, ttl: 3_600 } as const
const LOSS = [{ at: 4 * SECOND, kind: 'crash', node: 'frankfurt-2' }] as const
const CROWD = [{ at: 2 * SECOND, kind: 'act', action: 'launch', target: 'istanbul' }] as const
const HOT = { rps: 60, objects: 20, burst: 300, workers: 1, 'edge-work': 4_000 } as const

/** Inside one edge. */
export const machinePresets: readonly Preset[] = [
  {
    id: 'machines-hash',
    title: 'One of four machines is lost: a quarter is cold',
    topic: 'Machines of one edge',
    variant: 'pop',
    values: HALL,
    script: LOSS,
    horizonMicros: 8 * SECOND,
    openAt: 4_507_582,
    watch:
      'Each address has one machine, so the four hold different pages. What the lost one had is spread over the other three; nothing else moves.',
    claims: ['only-the-lost', 'each-once'],
  },
  {
    id: 'machines-modulo',
    title: 'The same loss by remainder: nearly all is cold',
    variant: 'pop',
    values: { ...HALL, spread: 'modulo' },
    script: LOSS,
    horizonMicros: 8 * SECOND,
    openAt: 4_507_582,
    watch:
      'Divided by three instead of four, most hashes leave another remainder: most pages are looked for elsewhere.',
    claims: ['most-move', 'each-once'],
  },
  {
    id: 'machines-turn',
    title: 'In turn: four copies of everything',
    variant: 'pop',
    values: { ...HALL, spread: 'turn' },
    horizonMicros: 8 * SECOND,
    openAt: 5_946_035,
    watch:
      'Every machine is asked for every page, so each fetches it for itself, and the room of four machines holds no more than that of one.',
    claims: ['fetched-by-each', 'no-room'],
  },
  {
    id: 'machines-hot',
    title: 'A page that everybody wants has one machine',
    variant: 'pop',
    values: HOT,
    script: CROWD,
    horizonMicros: 4 * SECOND,
    openAt: 2_702_103,
    watch: 'All 300 requests for the new page come to the same machine. It has a queue, and the other three are idle.',
    claims: ['one-is-full', 'crowd-waits'],
  },
  {
    id: 'machines-bounded',
    title: 'The same crowd within bounds',
    variant: 'pop',
    values: { ...HOT, spread: 'bounded' },
    script: CROWD,
    horizonMicros: 4 * SECOND,
    openAt: 2_019_830,
    watch:
      'The door passes a machine over that has a quarter more open requests than the mean: the page is copied to all four, and they share the crowd.',
    claims: ['all-share', 'crowd-is-served'],
  },
]
