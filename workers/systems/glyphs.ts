/** How nodes show their inside: one type for each drawing that the page knows. Data only; the page has the drawings. */

/**
 * How a node shows its inside. Each type names the reading keys that it draws; the page has one React component a type.
 * Sizes are fixed, so nothing jumps.
 */
export type Glyph =
  /** Asks: reading `offered`, `ok`, `failed` (counts), `waiting` (open requests). */
  | { readonly type: 'client' }
  /** A station: reading `busy`, `queue`, `speed` (percent of normal), `mode` (text fact). */
  | { readonly type: 'server'; readonly workers: number; readonly queueCapacity: number }
  /** Rows a target: reading `open:<target>`, `healthy:<target>` (0 or 1), `weight:<target>`, fact `policy`. */
  | { readonly type: 'balancer'; readonly targets: readonly string[]; readonly rowMax: number }
  /** A placement: fact `placement` (PlacementPicture) and the last `placement/located` mark. */
  | { readonly type: 'placement' }
  /** A cache node: reading `entries`, `capacity`, `hits`, `misses`, `member` (0 or 1), `busy`. */
  | { readonly type: 'cache' }

/** Fact `placement`: what the placement glyph draws. */
export interface PlacementPicture {
  readonly kind: 'modulo' | 'ring'
  readonly nodes: readonly { readonly name: string; readonly share: number }[]
  /** Points in order of their hash; `node` is an index in `nodes`. At most 1,024 are listed. */
  readonly points: readonly { readonly hash: number; readonly node: number }[]
  readonly hashSpace: number
}
