/** Bytes of a byte string: one for each character, which are all below 256. */
export function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

/** String.fromCharCode takes only so many arguments at once. */
const CHUNK = 8192

export function fromBytes(bytes: Uint8Array): string {
  if (bytes.length <= CHUNK) return String.fromCharCode(...bytes)
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += CHUNK) parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)))
  return parts.join('')
}

/** The bytes of a text in UTF-8, as a byte string. */
export function utf8(text: string): string {
  return fromBytes(new TextEncoder().encode(text))
}

/** The order of memcmp, a shorter string before a longer one that begins with it. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** As C prints a string in an error: up to its first zero. */
export function cString(text: string): string {
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}
