import { MICROS_PER_SECOND, type Micros } from '../../../kernel/time'
import { type HeaderFields, splitList } from '../header-fields'

/**
 * The directives of `Cache-Control` (RFC 9111 §5.2) by name in lower case; null for one without a value. Of a directive
 * that stands there twice the first one counts (§4.2.1). `no-cache` and `private` with field names count as without
 * them, as a cache may treat them (§5.2.2.4, §5.2.2.7).
 */
export class CacheControl {
  private constructor(private readonly directives: ReadonlyMap<string, string | null>) {}

  static of(headers: HeaderFields): CacheControl {
    const directives = new Map<string, string | null>()
    for (const part of splitList(headers.get('Cache-Control') ?? '')) {
      const equals = part.indexOf('=')
      const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase()
      if (!directives.has(name)) directives.set(name, equals < 0 ? null : unquoted(part.slice(equals + 1).trim()))
    }
    return new CacheControl(directives)
  }

  has(name: string): boolean {
    return this.directives.has(name)
  }

  /**
   * The value of a directive in delta-seconds (§1.2.2), at most 2^31 seconds. Null when the directive is not there; a
   * value that is no number is 0, so that what is badly stated counts as stale (§4.2.1).
   */
  micros(name: string): Micros | null {
    const text = this.directives.get(name)
    if (text === undefined) return null
    if (text === null || !/^[0-9]+$/.test(text)) return 0
    return Math.min(Number(text), 2_147_483_648) * MICROS_PER_SECOND
  }

  /** How stale a response a client accepts (`max-stale`, §5.2.1.2): Infinity without a value, null when it does not say. */
  get maxStaleMicros(): Micros | null {
    return this.directives.get('max-stale') === null ? Number.POSITIVE_INFINITY : this.micros('max-stale')
  }
}

function unquoted(value: string): string {
  return /^".*"$/.test(value) ? value.slice(1, -1) : value
}
