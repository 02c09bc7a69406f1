/** How nodes show their inside: one type for each drawing that the page knows. Data only; the page has the drawings. */

/**
 * How a node shows its inside. Each type names the reading keys that it draws; the page has one React component a type.
 * Sizes are fixed, so nothing jumps.
 */
export type Glyph =
  /** Asks: reading `offered`, `ok`, `failed` (counts), `waiting` (open requests). */
  | { readonly type: 'client' }
  /** A station: reading `busy`, `queue`. `many`: on a phone it is small. */
  | { readonly type: 'server'; readonly workers: number; readonly queueCapacity: number; readonly many?: boolean }
  /** A station with rows: reading `busy`, `queue`, `rows`. */
  | { readonly type: 'database'; readonly workers: number; readonly queueCapacity: number }
  /** Rows a target: reading `open:<target>`, `healthy:`, `ejected:`, `draining:<target>` (0 or 1), `weight:<target>`, `panic`, fact `policy`. */
  | {
      readonly type: 'balancer'
      readonly targets: readonly string[]
      readonly rowMax: number
      readonly weighted?: boolean
    }
  /** A placement: fact `placement` (PlacementPicture) and the last mark of a look-up (PlacementStep). */
  | { readonly type: 'placement' }
  /**
   * A map from keys to shards or cache nodes: fact `map` (ShardPicture[]), reading `asked:<shard>`, and the last mark that sends a key somewhere.
   * Below, the fact `phase` of a move of rows with `done` and `of` (then also `parts`, the key at which each part of the order begins), or `loads` and `waits`. `shards`: rows that there is room for.
   */
  | { readonly type: 'shard-map'; readonly shards: number; readonly shows: 'move' | 'loads' }
  /** A cache node: reading `entries`, `capacity`, `hits`, `misses`, `member` (0 or 1), `busy`. */
  | { readonly type: 'cache' }
  /** A store of series: facts `answer` (AnswerPicture) and `blocks` (BlockPicture[]), reading `points`, `series`, `bytes`, `head`, and the last `series/…` mark. */
  | { readonly type: 'series' }
  /**
   * A cache by policy: reading `hits`, `misses`, for each row the fact `row:<name>` and the numbers `length:<name>` and
   * `room:<name>`, and the last `eviction/…` mark, whose `rows` (if any) stand for those of the reading.
   */
  | {
      readonly type: 'eviction'
      readonly rows: readonly EvictionRow[]
      /** What stands at the head of the first row and at its end. */
      readonly ends: readonly [head: string, end: string]
    }
  /** Bars of hits: reading `hits:<name>` of `answers:<name>`, a row a name. `most`: rows that there is room for. */
  | { readonly type: 'hit-ratios'; readonly most: number }
  /** A shard of a search index: reading `documents`, `waiting`, `segments`, `busy`; the last step (SearchStep). */
  | { readonly type: 'search-index' }
  /** Where the answers of shards become one list: the last step (SearchResults). */
  | { readonly type: 'search-results'; readonly rows: number }
  /**
   * A caller with a breaker: reading `breaker` (state as a word; absent without one), `rule`, `outcomes` (a letter a call,
   * see OutcomeRow), `openUntilMicros`, `windowCalls`, `windowFailed`, `windowSlow`, `windowSize` or `failuresInRow`, `rowLimit`,
   * `probesGiven`, `probesDone`, `probesFailed`, `probesAllowed`, `busy` (threads), `sent`, `callsOk`, `callsFailed`,
   * `callsRefused`, and the last `breaker/*` mark. `isBrief`: one of several, drawn small.
   */
  | { readonly type: 'breaker'; readonly threads: number; readonly isBrief: boolean }
  /**
   * A rate limiter: fact `algorithm`, reading `passed`, `refused`, `keys`, and the last `limiter/…` mark: its memory for one
   * key and the staircase of what passed, under the line `burst` + `limit` each `windowMicros`.
   */
  | {
      readonly type: 'limiter'
      readonly burst: number
      readonly limit: number
      readonly windowMicros: number
      /** The only one in the picture: there is room to draw it larger. */
      readonly isAlone: boolean
    }
  /** Asks several limiters and obeys one: reading `passed`, `refused`. */
  | { readonly type: 'shadow-gateway'; readonly decides: string }
  /**
   * A Redis: fact `keyspace` (RedisKey[]), fact `command`, reading `busy`, `queue`, `keys`, `offset`, `bytes`, `evicted`, and
   * the last `redis/ran` mark. `rows`: keys that there is room for.
   */
  | { readonly type: 'redis'; readonly rows: number; readonly isBrief: boolean }
  /**
   * What arrives, beside what is meant: fact `arrivals` (ArrivalsPicture), reading `within`, `most`, `busy`, `queue`.
   */
  | { readonly type: 'arrivals'; readonly windowMicros: number; readonly workers: number }
  /**
   * A pool of servers: reading `open:<server>`, `healthy:<server>` (1 when it gets requests), fact `policy`, and `queue` of the
   * one queue if there is one.
   */
  | { readonly type: 'pool'; readonly servers: readonly string[]; readonly hasQueue: boolean; readonly rowMax: number }
  /**
   * A rented machine: reading `busy`, `queue`, `workers`, `centsPerHour`, facts `power` (off, booting, ready, leaving) and
   * `mode`.
   */
  | { readonly type: 'machine' }
  /**
   * A load test: facts `theory` (TheoryCurve[], the first the one that is meant to hold), `points` (CurvePoint[], the present
   * stage last) and `fit` (CurveFit or null), and the reading `centsPerHour` where there is a price. `axis`: what lies to
   * the right, how busy the machines are, or how many workers or connections there are.
   */
  | { readonly type: 'load-curve'; readonly axis: 'busy' | 'workers' | 'connections' }
  /**
   * An autoscaler: fact `history` (ScalingRow[]), reading `machines`, `booting`, `wanted`, `utilisation`, `centsPerHour` and
   * `centsPerMillionSoFar`. `target` in percent; `most` machines at most; `rows`: decisions that the history holds.
   */
  | { readonly type: 'autoscaler'; readonly target: number; readonly most: number; readonly rows: number }
  /**
   * A cache of a content delivery network: for row i of `rows` the reading `version:i` (0 without a copy), `since:i` and
   * `until:i` (moments in microseconds, −1 for ever), `open:i` (requests without an answer), `hits`, `collapsed`, `forwards`, `stored`, `answered`, `queue`, and for the
   * classes head, middle and tail `hits:<class>` of `asked:<class>`. The last mark tells the moment. `isTier`: without the
   * classes. `cells`: the fact `cells` is drawn, a 1 for each of so many objects of which there is a copy, else a 0.
   */
  | { readonly type: 'edge-cache'; readonly rows: readonly string[]; readonly isTier: boolean; readonly cells?: number }
  /**
   * A level of a cache: for each of `keys` the fact `entry:<key>` (LevelEntry or null), and below it figures of the
   * reading. The last `level/…`, `guide/…` or `write/…` mark says which key is meant. `compactKeys`: how many of the keys are
   * shown where there is little room. `crowd`: who is served (`busy` of so many `workers`) and who waits, drawn one by one.
   */
  | {
      readonly type: 'cache-level'
      readonly keys: readonly string[]
      readonly compactKeys: number
      readonly figures: readonly TallyLine[]
      readonly crowd: CrowdGauges | null
    }
  /**
   * Pools of database connections: for each the reading of a `PoolReading`, and of the node `busy` and `backlog` (threads); the
   * last `pool/…` mark tells until when waits are counted. `threads`: 0 for a pooler, which has none.
   */
  | { readonly type: 'connection-pool'; readonly pools: readonly ShownPool[]; readonly threads: number }
  /**
   * A database that is reached over connections: reading `connections`, `limit`, `refusals`, `busy` (what its cores share), `stretch`,
   * `position`, and `lag <replica>` for each of its replicas. `hasLog`: it is replicated, so positions matter.
   */
  | { readonly type: 'sessions'; readonly cores: number; readonly hasLog: boolean }
  /**
   * A node of a replicated log: facts `log` (LogEntryPicture[]) and `role`, reading `epoch`, `position`, `committed`,
   * `applied`, and for each replica of a primary `lag <replica>`. `entries`: of the log's end that there is room for.
   */
  | { readonly type: 'log'; readonly entries: number }
  /**
   * A node with copies: facts `rows` (ReplicaRow[]) and, with Raft groups, `leases` (names of ranges), reading `behind`,
   * `hints`, `busy`, `queue`. `rows`: places for them.
   */
  | { readonly type: 'replica'; readonly rows: number }
  /** Lines of a name and a number or word of the reading. */
  | { readonly type: 'tally'; readonly lines: readonly TallyLine[] }

/** Names of gauges: of `workers` so many are busy, and so many wait. */
export type CrowdGauges = { readonly workers: number; readonly busy: string; readonly waiting: string }

/** An entry of a replicated log: `epoch` made it, `text` is what it writes, a dot for what changes nothing. */
export type LogEntryPicture = { readonly position: number; readonly epoch: number; readonly text: string }

/** A copy, and how it compares with the other copies of its key; null and no stamp while there is none. */
export type ReplicaRow = {
  readonly key: string
  readonly value: number | string | null
  readonly stamp: string
  /** All copies are alike; it has all that any has and another one has not; another one has more; or each of two lacks something. */
  readonly state: 'same' | 'newer' | 'older' | 'apart'
}

/** A key of a Redis: what it holds, and how many milliseconds it lives still and in all; null for ever. */
export type RedisKey = {
  readonly key: string
  readonly value: string
  readonly leftMs: number | null
  readonly fullMs: number | null
}

/** Fact `arrivals`: how many of the last key arrived in each part of the window before (first half) and of the present one. */
export type ArrivalsPicture = {
  readonly key: string
  readonly cells: readonly number[]
  /** Where the first cell begins, and when the last one arrived, in simulated microseconds. */
  readonly fromMicros: number
  readonly atMicros: number
  /** Requests of this key within the last window length, and how many are meant. */
  readonly within: number
  readonly meant: number
}

/**
 * Fact `theory`: what theory says, as points of a curve. Utilisation in percent, or workers or connections, against µs or
 * requests a second.
 */
export type TheoryCurve = {
  readonly name: string
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** What y never reaches, and the x at which it is highest, where there is one. */
  readonly limit?: number
  readonly peak?: number
  /** What to call that x. @default `N* = …` */
  readonly peakText?: string
  /** What it costs to be on this curve. */
  readonly centsPerHour?: number
}

/**
 * Fact `points`: a stage of a load test: how busy the machines were (percent), mean time, throughput, and workers of a
 * machine or connections of a pool. `centsPerMillion`: what a million requests cost in this stage, where there is a price.
 */
export type CurvePoint = {
  readonly busy: number
  readonly micros: number
  readonly perSecond: number
  readonly workers: number
  readonly centsPerMillion?: number
}

/** Fact `fit`: the Universal Scalability Law nearest to the stages that have ended, κ in ten thousandths, and its peak; null for none. */
export type CurveFit = {
  readonly stages: number
  readonly sigma: number
  readonly kappa: number
  readonly peak: number | null
}

/**
 * Fact `history`: one decision of an autoscaler: utilisation in percent, machines that were measured, those that were not
 * yet, and how many were wanted.
 */
export type ScalingRow = readonly [busy: number, ready: number, booting: number, wanted: number]

/** What a level holds for a key, as whoever knows the truth sees it. */
export type LevelEntry = {
  readonly value: string
  /** `kept`: it has no end, as in the database. */
  readonly state: 'fresh' | 'stale' | 'negative' | 'kept'
  /** How long it is fresh still and was in all; null for what has no end. */
  readonly leftMicros: number | null
  readonly fullMicros: number | null
  /** The source of truth has another value. */
  readonly isOld: boolean
}

/** `places`: connections that there is room for; more of them are a bar. */
export interface ShownPool {
  readonly name: string
  readonly places: number
}

/** `key` names the number or text of the reading. */
export interface TallyLine {
  readonly key: string
  readonly label: string
  /** Drawn large: what matters. */
  readonly isMain?: boolean
}

/** One row of a cache by policy. */
export interface EvictionRow {
  readonly name: string
  /** What the number of an entry is: none, a visited bit, a count, or a time in microseconds. */
  readonly counts: 'none' | 'bit' | 'number' | 'time'
  /** Its keys are remembered or stand in another row too: they take no place in the cache. */
  readonly isCopy?: boolean
}

/**
 * A shard and, in words, what it owns; nothing while it stands by. `has` and `gets` say where that lies in the order of
 * all keys, cut into equal parts: a digit each, 0 for none of its keys to 9 for all, now and by the map that comes next.
 */
export type ShardPicture = {
  readonly shard: string
  readonly owns: string
  readonly has?: string
  readonly gets?: string
}

/** Fact `placement`: what the placement glyph draws. */
export type PlacementPicture = {
  /**
   * `modulo` and `jump`: a row of numbered slots. `ring`: points on a circle. `table`: a long table whose entries are
   * owned. `scores`: nothing is kept but the names.
   */
  readonly kind: 'modulo' | 'jump' | 'ring' | 'table' | 'scores'
  readonly nodes: readonly PlacedNode[]
  /** On a ring, points in order of their hash; `node` is an index in `nodes`. At most 1,024 are listed. */
  readonly points: readonly { readonly hash: number; readonly node: number }[]
  readonly hashSpace: number
  /** Of a table, the owners (indices in `nodes`) of evenly spread entries, at most 240, and how many entries it has. */
  readonly cells: readonly number[]
  readonly tableSize: number
}

export type PlacedNode = {
  readonly name: string
  /** Fraction of all hashes, or with `load` of all keys. */
  readonly share: number
  /** With bounded loads: how many keys the node holds, and how many it may. */
  readonly load?: number
  readonly capacity?: number
}

/** Details of the marks that are steps of a look-up: the placement glyph draws the last of them. */
export type PlacementStep = { readonly key: string } & (
  | { readonly step: 'probe'; readonly hash: number; readonly bucket: number; readonly buckets: number }
  | { readonly step: 'walk'; readonly hash: number; readonly node: string; readonly load: number }
  | { readonly step: 'jump'; readonly from: number; readonly bucket: number; readonly count: number }
  | LookupAnswer
)

/** The last step: which node owns the key, and by what. */
export type LookupAnswer = { readonly key: string; readonly node: string } & (
  | { readonly step: 'remainder'; readonly hash: number; readonly index: number; readonly count: number }
  | { readonly step: 'point'; readonly hash: number; readonly pointHash: number; readonly wrapped: boolean }
  | { readonly step: 'room'; readonly hash: number; readonly load: number; readonly capacity: number }
  | { readonly step: 'score'; readonly names: readonly string[]; readonly scores: readonly number[] }
  | { readonly step: 'landing'; readonly bucket: number; readonly count: number }
  | { readonly step: 'entry'; readonly hash: number; readonly entry: number; readonly size: number }
)

/** Fact `answer`: the last range query of a store, its answer a step, and the stored points that it asks for. */
export type AnswerPicture = {
  readonly host: string
  readonly fn: string
  /** Milliseconds; the last step ends at `to`. */
  readonly from: number
  readonly to: number
  readonly step: number
  readonly answers: readonly (number | null)[]
  readonly times: readonly number[]
  readonly values: readonly number[]
}

/** Fact `blocks`: the blocks sealed last. `order` counts all of a store, `number` those of a series, both from 1. */
export type BlockPicture = {
  readonly series: string
  readonly order: number
  readonly number: number
  readonly count: number
  /** Bytes a point. */
  readonly each: number
  /** The bits behind the first point, as text of 0 and 1. */
  readonly bits: string
}

/** Details of the marks that are steps of a search in one shard: the search-index glyph draws the last of them. */
export type SearchStep = {
  /** Postings are found; documents that cannot win are passed by; the best is scored; or there is none. */
  readonly step: 'walk' | 'prune' | 'score' | 'none'
  readonly query: string
  readonly terms: readonly string[]
  /** For each term, how many documents hold it, and the ids of the first few, parted by spaces. */
  readonly counts: readonly number[]
  readonly cells: readonly string[]
  /** The first document; empty when there is none. */
  readonly best: string
  /** For each term, its share in the score of the first document; rounded so that they add up. */
  readonly shares: readonly string[]
  readonly score: string
  /** The shares that are not 0, and what they come to: `1.12 + 0.73 = 1.85`. */
  readonly sum: string
}

/** Details of the marks that are steps of a whole query: the search-results glyph draws the last of them. */
export type SearchResults = {
  readonly step: 'analyse' | 'gather' | 'merge' | 'answer'
  readonly query: string
  readonly terms: readonly string[]
  /** The documents found so far, the best first: id, score, shard and, once fetched, text. */
  readonly docs: readonly string[]
  readonly scores: readonly string[]
  readonly shards: readonly string[]
  readonly lines: readonly string[]
}
