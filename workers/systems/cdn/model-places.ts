import type { Micros } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'

/** Cities with users, and the edges that they can be routed to: the nearest one first. */
export const CITIES = {
  mexico: ['new-york', 'frankfurt'],
  istanbul: ['frankfurt', 'new-york'],
  tokyo: ['singapore', 'frankfurt'],
} as const

export type City = keyof typeof CITIES
export const CITY_NAMES = Object.keys(CITIES) as readonly City[]
export const EDGES = ['new-york', 'frankfurt', 'singapore'] as const
export const SHIELD = 'shield'
export const PARENTS = ['parent-1', 'parent-2'] as const
export const ORIGIN = 'origin'

/** The edge that is looked into, and the city that asks it. */
export const POP = 'frankfurt'
export const POP_CITY = 'istanbul'

/** The machines of that edge. */
export function machinesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${POP}-${index + 1}`)
}

/** What everybody asks for at once, and a long film of which people ask for parts. */
export const LAUNCH = '/launch'
export const FILM = '/film'

/** Rows of an edge's picture: the object of the action, or the film where it is seen, and two that are asked for most. */
export function shownTargets(values: Values): readonly string[] {
  return [values.number('film') > 0 ? FILM : LAUNCH, '/p/1', '/p/2']
}

/** Objects of which a machine shows whether it has a copy: the first ones. */
export function shownCells(values: Values): number {
  return Math.min(60, values.number('objects'))
}

/** Degrees north and east. The shield stands in Johannesburg, the parents in Lagos and Nairobi, the origin in Cape Town. */
export const COORDINATES: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  mexico: [19.43, -99.13],
  istanbul: [41.01, 28.98],
  tokyo: [35.68, 139.69],
  'new-york': [40.71, -74.01],
  frankfurt: [50.11, 8.68],
  singapore: [1.35, 103.82],
  shield: [-26.2, 28.05],
  'parent-1': [6.45, 3.4],
  'parent-2': [-1.29, 36.82],
  origin: [-33.92, 18.42],
}

/** Kilometres along great circles, between places that are linked. A test computes them from the coordinates. */
export const KILOMETRES: Readonly<Record<string, number>> = {
  'mexico new-york': 3359,
  'mexico frankfurt': 9560,
  'istanbul frankfurt': 1867,
  'istanbul new-york': 8070,
  'tokyo singapore': 5314,
  'tokyo frankfurt': 9333,
  'new-york origin': 12564,
  'frankfurt origin': 9393,
  'singapore origin': 9667,
  'new-york shield': 12840,
  'frankfurt shield': 8698,
  'singapore shield': 8659,
  'shield origin': 1262,
  'new-york parent-1': 8480,
  'new-york parent-2': 11843,
  'frankfurt parent-1': 4880,
  'frankfurt parent-2': 6312,
  'singapore parent-1': 11141,
  'singapore parent-2': 7455,
  'parent-1 origin': 4759,
  'parent-2 origin': 4102,
}

/** Light in glass: 200,000 km a second. */
export const MICROS_PER_KILOMETRE = 5

/** The least time that a message takes one way between two places, along a straight fibre. */
export function lightMicros(from: string, to: string): Micros {
  if (placeOf(from) === placeOf(to)) return 0
  const kilometres = KILOMETRES[`${placeOf(from)} ${placeOf(to)}`] ?? KILOMETRES[`${placeOf(to)} ${placeOf(from)}`]
  if (kilometres === undefined) throw new RangeError(`No distance is known between ${from} and ${to}.`)
  return kilometres * MICROS_PER_KILOMETRE
}

/** One way along fibres that are longer than the straight line. @param detour in hundredths: 150 is half as long again */
export function wayMicros(from: string, to: string, detour: number): Micros {
  return Math.round((lightMicros(from, to) * detour) / 100)
}

/** The machines of an edge stand where it stands. */
function placeOf(name: string): string {
  return name.startsWith(`${POP}-`) ? POP : name
}
