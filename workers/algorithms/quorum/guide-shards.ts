import { guideStringHash } from '../hashing/guide-string-hash'

/**
 * Where a key goes in the guide: its hash divided by the number of nodes names the primary, and the nodes that follow in
 * the list are the replicas. With more copies than nodes the primary comes round again as its own replica. The guide
 * masks its hash with `& 0xffffffff`, as if that made it unsigned: it changes nothing, and the absolute value folds the
 * range in half.
 *
 * @returns names; without nodes as many `undefined` as there should be copies, which the guide takes for nodes that fail
 */
export function guideShards(key: string, nodes: readonly string[], copies: number): string[] {
  // @flaw Another node changes the remainder of nearly every key; without nodes it is no number.
  const primary = guideStringHash(key) % nodes.length
  // @flaw With more copies than nodes the list goes round, and the primary is its own replica.
  return Array.from({ length: copies }, (_, step) => nodes[(primary + step) % nodes.length] as string)
}
