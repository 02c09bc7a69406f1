import type { Point } from './system'

/** What is drawn far behind the nodes, in the units in which a view places them; it is stretched with them. */
export type Backdrop = WorldMap | Zones

/** Areas around groups of nodes, such as the two sides of a network that may part. Nodes that are not there are left out. */
export interface Zones {
  readonly type: 'zones'
  readonly zones: readonly Zone[]
}

export interface Zone {
  readonly label: string
  readonly nodes: readonly string[]
  /** The corner in which the label stands: one that no node takes. */
  readonly corner: 'top-left' | 'bottom-left' | 'bottom-right'
}

/** The land of the earth as dots. A degree of longitude is `unit.x` units wide, one of latitude `unit.y` units high. */
export interface WorldMap {
  readonly type: 'world-map'
  /** Where 0° north, 0° east lies. */
  readonly zero: Point
  readonly unit: Point
  /** True places of nodes by name: a ring, and a line to the node. */
  readonly places: Readonly<Record<string, readonly [latitude: number, longitude: number]>>
}
