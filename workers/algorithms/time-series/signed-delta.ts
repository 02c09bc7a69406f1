import type { BitReader } from './bit-reader'
import type { BitWriter } from './bit-writer'

/** Difference that stands for the end of a block: as 32 bits it is −1, and −1 is always written shorter. */
export const END = 0xffff_ffff

/** Whether a whole number can be written as a difference. */
export function fitsDelta(delta: number): boolean {
  return delta >= -0x8000_0000 && delta <= 0x7fff_ffff
}

/**
 * Writes a difference of −2^31 to 2^31 − 1 as `0`, `10` and 7 bits, `110` and 9, `1110` and 12, or `1111` and 32: the
 * five lengths of Gorilla's timestamps (Pelkonen et al., VLDB 2015, section 4.1.1; the ranges are those of go-tsz).
 */
export function writeDelta(bits: BitWriter, delta: number): void {
  if (delta === 0) bits.write(0, 1)
  else if (delta >= -63 && delta <= 64) bits.write((0b10 << 7) | (delta & 0x7f), 9)
  else if (delta >= -255 && delta <= 256) bits.write((0b110 << 9) | (delta & 0x1ff), 12)
  else if (delta >= -2047 && delta <= 2048) bits.write((0b1110 << 12) | (delta & 0xfff), 16)
  else {
    bits.write(0b1111, 4)
    bits.write(delta, 32)
  }
}

/** How many bits `writeDelta` takes for a difference. */
export function bitsOfDelta(delta: number): number {
  if (delta === 0) return 1
  if (delta >= -63 && delta <= 64) return 9
  if (delta >= -255 && delta <= 256) return 12
  return delta >= -2047 && delta <= 2048 ? 16 : 36
}

/** The next difference, or null at the end of the block. */
export function readDelta(bits: BitReader): number | null {
  if (bits.bit() === 0) return 0
  if (bits.bit() === 0) return signed(bits.read(7), 64)
  if (bits.bit() === 0) return signed(bits.read(9), 256)
  if (bits.bit() === 0) return signed(bits.read(12), 2048)
  const delta = bits.read(32)
  return delta === END ? null : delta | 0
}

/** Writes the marker behind the last point as go-tsz does: the longest form, 32 ones and a zero. */
export function writeEnd(bits: BitWriter): void {
  bits.write(0b1111, 4)
  bits.write(END, 32)
  bits.write(0, 1)
}

/** Two's complement, but the largest is 2^(n−1) where usually it is one less. */
function signed(bits: number, largest: number): number {
  return bits > largest ? bits - 2 * largest : bits
}
