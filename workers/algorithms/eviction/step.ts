/** One thing that a policy did, told at the moment at which it is done: the picture of an access is made of these. */
export type Step =
  /** A key that was not there takes a place at the head of a row. `remembered`: a row of ghosts knew it. */
  | { readonly kind: 'inserted'; readonly key: string; readonly row: string; readonly remembered: boolean }
  /** It was asked for and moves to the head of its row. */
  | { readonly kind: 'relinked'; readonly key: string; readonly row: string }
  /** It was asked for and stays where it is. */
  | { readonly kind: 'noted'; readonly key: string; readonly row: string; readonly note: Note }
  | {
      readonly kind: 'moved'
      readonly key: string
      readonly from: string
      readonly to: string
      readonly because: MoveReason
    }
  /** The hand or the end of a row came to it, and it may stay once more; `count` is what it has left. */
  | { readonly kind: 'spared'; readonly key: string; readonly row: string; readonly count: number }
  /** Two keys that want one place, with how often a sketch has seen them. */
  | {
      readonly kind: 'compared'
      readonly key: string
      readonly count: number
      readonly rival: string
      readonly rivalCount: number
    }
  /** A key that left one of two lists is asked for again, so the target for the first list moves. */
  | { readonly kind: 'adapted'; readonly key: string; readonly row: string; readonly target: number }
  /** All counters are halved, so that what was popular once does not stay for ever. */
  | { readonly kind: 'aged'; readonly after: number }
  | { readonly kind: 'evicted'; readonly key: string; readonly row: string; readonly reason: VictimReason }
  | { readonly kind: 'refused'; readonly key: string; readonly reason: RefusalReason }
  /** Its time to live is over; `lateMicros` is by how much. */
  | { readonly kind: 'expired'; readonly key: string; readonly lateMicros: number }

/** What a policy notes of a use that moves nothing. */
export type Note =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'visited' }
  | { readonly kind: 'uses'; readonly count: number }
  /** Uses since it came, counted up to `most`. */
  | { readonly kind: 'frequency'; readonly count: number; readonly most: number }
  /** A counter that rises with the logarithm of the uses. */
  | { readonly kind: 'counter'; readonly count: number }
  /** In how many requests it is asked for again; null for never. */
  | { readonly kind: 'next use'; readonly inRequests: number | null }

/** Why an entry changes rows: it is asked for just now, it was used so often before, or its row is full. */
export type MoveReason =
  | { readonly kind: 'hit' }
  | { readonly kind: 'used'; readonly count: number }
  | { readonly kind: 'row full' }

/** Why just this entry leaves. */
export type VictimReason =
  | { readonly kind: 'used longest ago' }
  | { readonly kind: 'came first' }
  | { readonly kind: 'fewest uses'; readonly count: number }
  /** The best of a pool of sampled keys. */
  | { readonly kind: 'idle longest of the sampled'; readonly idleMicros: number; readonly pool: number }
  | { readonly kind: 'lowest counter of the sampled'; readonly count: number; readonly pool: number }
  | { readonly kind: 'not visited' }
  | { readonly kind: 'not asked again'; readonly count: number }
  | { readonly kind: 'seen less often'; readonly count: number; readonly rival: string; readonly rivalCount: number }
  /** In how many requests it is asked for next; null for never. */
  | { readonly kind: 'needed last'; readonly inRequests: number | null }

/** Why a key is not taken in. */
export type RefusalReason =
  | { readonly kind: 'too heavy'; readonly weight: number; readonly capacity: number }
  | { readonly kind: 'fewer uses'; readonly count: number; readonly rival: string; readonly rivalCount: number }
  | { readonly kind: 'needed last'; readonly inRequests: number | null }

export type Tell = (step: Step) => void
