/** What a method promises (RFC 9110 §9.2). */
export interface MethodTraits {
  /** Asks for nothing to change on the server. */
  readonly safe: boolean
  /** Twice has the effect of once, so that a client may repeat it when it does not know what became of it. */
  readonly idempotent: boolean
  /** Whether HTTP knows it at all. */
  readonly known: boolean
}

const TRAITS: ReadonlyMap<string, Omit<MethodTraits, 'known'>> = new Map([
  ['GET', { safe: true, idempotent: true }],
  ['HEAD', { safe: true, idempotent: true }],
  ['OPTIONS', { safe: true, idempotent: true }],
  ['TRACE', { safe: true, idempotent: true }],
  ['PUT', { safe: false, idempotent: true }],
  ['DELETE', { safe: false, idempotent: true }],
  ['POST', { safe: false, idempotent: false }],
  ['PATCH', { safe: false, idempotent: false }],
  ['CONNECT', { safe: false, idempotent: false }],
])

/** Of a method that is not known nothing may be hoped. Methods are written in capitals: `get` is another one. */
export function methodTraits(method: string): MethodTraits {
  const traits = TRAITS.get(method)
  return traits === undefined ? { safe: false, idempotent: false, known: false } : { ...traits, known: true }
}

/**
 * Whether a client may send a request again on its own (§9.2.2): when the method is idempotent, or when the request
 * carries a key by which the server knows a repetition.
 */
export function mayRepeat(method: string, hasIdempotencyKey: boolean): boolean {
  return methodTraits(method).idempotent || hasIdempotencyKey
}
