/**
 * The string hash of the guide: 31·h + code unit in 32 wrapping bits, then the absolute value.
 * It reads UTF-16 code units, not bytes. It does not mix: keys that differ in their last characters hash close
 * together, `Aa` and `BB` collide wherever they stand, and the absolute value folds the range in half.
 *
 * @returns an integer in [0, 2^31]; the upper end is the absolute value of the smallest 32-bit integer
 */
export function guideStringHash(key: string): number {
  let hash = 0
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0
  return Math.abs(hash)
}
