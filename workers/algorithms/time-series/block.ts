import type { Columns } from './columns'
import { decodeGorilla, encodeGorilla } from './gorilla'
import { decodeScaled, encodeScaled } from './scaled'

/** How the points of a sealed block are kept: as they are, as XORs, or as differences of scaled integers. */
export type Codec = 'raw' | 'xor' | 'scaled'

/** Points that no longer change. A block is never half dropped. */
export type SealedBlock = {
  /** Counts the blocks of a series from 1. */
  readonly number: number
  readonly count: number
  readonly firstTime: number
  readonly lastTime: number
} & (
  | { readonly codec: 'raw'; readonly columns: Columns }
  | { readonly codec: 'xor'; readonly bytes: Uint8Array }
  | { readonly codec: 'scaled'; readonly bytes: Uint8Array; readonly decimals: number }
)

/**
 * Seals points, ascending and at least one. What `codec` cannot hold is kept in the next simpler form: decimals with too
 * many places as XORs, timestamps that leap too far as they are.
 */
export function sealBlock(number: number, codec: Codec, columns: Columns): SealedBlock {
  const { times } = columns
  const count = times.length
  const common = { number, count, firstTime: times[0] as number, lastTime: times[count - 1] as number }
  if (codec === 'scaled') {
    const scaled = encodeScaled(columns)
    if (scaled !== null) return { ...common, codec, ...scaled }
  }
  const bytes = codec === 'raw' ? null : encodeGorilla(columns)
  return bytes === null ? { ...common, codec: 'raw', columns } : { ...common, codec: 'xor', bytes }
}

/** The points that were sealed, every value with all its bits. */
export function openBlock(block: SealedBlock): Columns {
  if (block.codec === 'raw') return block.columns
  return block.codec === 'xor' ? decodeGorilla(block.bytes, block) : decodeScaled(block)
}

/** What the points of a block take, without their aggregate. */
export function bytesOf(block: SealedBlock): number {
  return block.codec === 'raw' ? block.count * 16 : block.bytes.length
}
