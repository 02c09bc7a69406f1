import { utf8Bytes } from './utf8'

const polynomial = 0x1021

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 8
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 0x8000 ? (remainder << 1) ^ polynomial : remainder << 1
  return remainder
})

/**
 * CRC-16/XMODEM of the UTF-8 bytes of a text: polynomial 0x1021, initial value 0, nothing reflected. The one that
 * Redis Cluster uses (cluster specification, appendix A).
 *
 * @returns an integer in [0, 65536)
 */
export function crc16(text: string): number {
  const bytes = utf8Bytes(text)
  let remainder = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = (remainder >>> 8) ^ (bytes[index] as number)
    remainder = ((remainder << 8) & 0xffff) ^ (table[byte] as number)
  }
  return remainder
}
