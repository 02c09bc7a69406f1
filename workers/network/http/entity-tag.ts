import { splitList } from './header-fields'

/** An entity tag (RFC 9110 §8.8.3): `"v1"` names the exact octets, `W/"v1"` only something as good. */
export interface EntityTag {
  readonly weak: boolean
  readonly opaque: string
}

const TAG = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/

/** Null for what is no entity tag, such as a text without quotes. */
export function parseEntityTag(text: string | null): EntityTag | null {
  const match = TAG.exec(text ?? '')
  return match === null ? null : { weak: match[1] !== undefined, opaque: match[2] as string }
}

/** The tags of `If-Match` or `If-None-Match`; `*` for any. What is no tag matches nothing and is left out. */
export function parseEntityTags(text: string): readonly EntityTag[] | '*' {
  if (text === '*') return '*'
  return splitList(text).flatMap((part) => parseEntityTag(part) ?? [])
}

export function entityTagText({ weak, opaque }: EntityTag): string {
  return `${weak ? 'W/' : ''}"${opaque}"`
}

/** §8.8.3.2: both strong and the same. */
export function matchesStrongly(one: EntityTag, other: EntityTag): boolean {
  return !one.weak && !other.weak && one.opaque === other.opaque
}

/** §8.8.3.2: the same, however strong. */
export function matchesWeakly(one: EntityTag, other: EntityTag): boolean {
  return one.opaque === other.opaque
}
