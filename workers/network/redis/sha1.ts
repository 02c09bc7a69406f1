/**
 * SHA-1 (FIPS 180-4) of a byte string in 40 hexadecimal digits, by which Redis names scripts. Not for secrets.
 */
export function sha1(text: string): string {
  const words = padded(text)
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)
  const schedule = new Uint32Array(80)
  for (let block = 0; block < words.length; block += 16) {
    schedule.set(words.subarray(block, block + 16))
    for (let t = 16; t < 80; t++) {
      schedule[t] = rotate(schedule[t - 3]! ^ schedule[t - 8]! ^ schedule[t - 14]! ^ schedule[t - 16]!, 1)
    }
    compress(state, schedule)
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
}

function compress(state: Uint32Array, schedule: Uint32Array): void {
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number]
  for (let t = 0; t < 80; t++) {
    const next = (rotate(a, 5) + mixed(t, b, c, d) + e + schedule[t]!) | 0
    e = d
    d = c
    c = rotate(b, 30)
    b = a
    a = next
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
}

/** The round's function of three words, with its constant added. */
function mixed(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
  return (b ^ c ^ d) + 0xca62c1d6
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

function padded(text: string): Uint32Array {
  const words = new Uint32Array((((text.length + 8) >>> 6) + 1) * 16)
  for (let index = 0; index < text.length; index++) {
    words[index >>> 2]! |= text.charCodeAt(index) << (24 - (index & 3) * 8)
  }
  words[text.length >>> 2]! |= 0x80 << (24 - (text.length & 3) * 8)
  words[words.length - 2] = Math.floor(text.length / 536_870_912)
  words[words.length - 1] = text.length << 3
  return words
}
