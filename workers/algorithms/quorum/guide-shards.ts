import { guideStringHash } from '../hashing/guide-string-hash'

/**
 * Where a key goes in the guide: its hash divided by the number of nodes names the primary, and the nodes that follow in
 * the list are the replicas. With more copies than nodes the primary comes round again as its own replica.
 */
export function guideShards(key: string, nodes: readonly string[], copies: number): string[] {
  // @flaw Another node changes the remainder of nearly every key.
  const primary = guideStringHash(key) % nodes.length
  return Array.from({ length: copies }, (_, step) => nodes[(primary + step) % nodes.length] as string)
}
