let scratch = new Uint8Array(256)

/**
 * The UTF-8 bytes of a string (RFC 3629). An unpaired surrogate becomes U+FFFD, as the WHATWG encoder does.
 * The result is a view of one shared buffer: it holds until the next call, so hash it at once.
 */
export function utf8Bytes(text: string): Uint8Array {
  if (scratch.length < text.length * 3) scratch = new Uint8Array(text.length * 6)
  let length = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) {
      scratch[length++] = unit
      continue
    }
    const point = codePointAt(text, index, unit)
    if (point > 0xffff) index++
    length = writeWide(point, length)
  }
  return scratch.subarray(0, length)
}

function codePointAt(text: string, index: number, unit: number): number {
  if (unit < 0xd800 || unit > 0xdfff) return unit
  const next = index + 1 < text.length ? text.charCodeAt(index + 1) : 0
  const isPair = unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff
  return isPair ? 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00) : 0xfffd
}

/** Writes a code point of two to four bytes and returns the length after it. */
function writeWide(point: number, start: number): number {
  let length = start
  if (point < 0x800) {
    scratch[length++] = 0xc0 | (point >> 6)
  } else {
    if (point < 0x10000) {
      scratch[length++] = 0xe0 | (point >> 12)
    } else {
      scratch[length++] = 0xf0 | (point >> 18)
      scratch[length++] = 0x80 | ((point >> 12) & 0x3f)
    }
    scratch[length++] = 0x80 | ((point >> 6) & 0x3f)
  }
  scratch[length++] = 0x80 | (point & 0x3f)
  return length
}
