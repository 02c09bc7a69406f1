/** A long script in few characters: deflated (RFC 1951), then base64url without padding (RFC 4648, section 5). */
import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate'

/** How scripts are packed. The page loads it when a link needs it; tools have it at hand. */
export interface Packing {
  pack(text: string): string
  unpack(packed: string): string | null
}

/** Longest text that a packed field may unfold to, in characters. */
const MOST_CHARACTERS = 65_536
/** Deflate unfolds at most 1,032-fold, so a slice of this size stays small before the count is looked at. */
const SLICE = 64

export const packing: Packing = { pack, unpack }

/** Packs plain ASCII text. */
export function pack(text: string): string {
  const bytes = deflateSync(strToU8(text, true), { level: 9 })
  return btoa(strFromU8(bytes, true)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Unpacks what `pack` made; null for anything damaged, or that would unfold to more than 65,536 characters. */
export function unpack(packed: string): string | null {
  if (!/^[A-Za-z0-9_-]+$/.test(packed)) return null
  const parts: Uint8Array[] = []
  let length = 0
  let isWhole = false
  try {
    const bytes = strToU8(atob(packed.replaceAll('-', '+').replaceAll('_', '/')), true)
    const inflate = new Inflate((part, final) => {
      length += part.length
      if (length <= MOST_CHARACTERS) parts.push(part)
      isWhole = final
    })
    for (let at = 0; at < bytes.length && length <= MOST_CHARACTERS; at += SLICE) {
      inflate.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length)
    }
  } catch {
    return null
  }
  if (!isWhole || length > MOST_CHARACTERS) return null
  return parts.map((part) => strFromU8(part, true)).join('')
}
