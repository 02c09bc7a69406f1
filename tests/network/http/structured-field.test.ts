import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quotaHeaders } from '../../../workers/components/quota-headers'
import { HeaderFields } from '../../../workers/network/http/header-fields'
import { parseRateLimitPolicies, parseRateLimits } from '../../../workers/network/http/rate-limit-fields'
import { type BareItem, item, itemsText, parseItems } from '../../../workers/network/http/structured-field'

const bare: fc.Arbitrary<BareItem> = fc.oneof(
  fc
    .integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 })
    .map((value) => ({ kind: 'integer', value }) as const),
  fc
    .integer({ min: -99_999_999, max: 99_999_999 })
    .map((value) => ({ kind: 'decimal', value: value / 1_000 }) as const),
  fc.string({ unit: 'grapheme-ascii', maxLength: 8 }).map((value) => ({ kind: 'string', value }) as const),
  fc.stringMatching(/^[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]{0,6}$/).map((value) => ({ kind: 'token', value }) as const),
  fc.boolean().map((value) => ({ kind: 'boolean', value }) as const),
)
const items = fc.array(
  fc
    .tuple(bare, fc.dictionary(fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,4}$/), bare, { maxKeys: 3 }))
    .map(([own, parameters]) => item(own, parameters)),
  { maxLength: 4 },
)

describe('structured fields (RFC 9651)', () => {
  it('are read as they were written, on 1,000 random lists', () => {
    fc.assert(
      fc.property(items, (list) => {
        const text = itemsText(list)
        const back = parseItems(text)
        expect(back?.map(({ bare, parameters }) => [bare, [...parameters]])).toEqual(
          list.map(({ bare, parameters }) => [
            positive(bare),
            [...parameters].map(([key, value]) => [key, positive(value)]),
          ]),
        )
        expect(itemsText(back ?? [])).toBe(text)
      }),
      { seed: 6, numRuns: 1_000 },
    )
  })

  it.each([
    ['"a";q=1;w=2 , b', '"a";q=1;w=2, b'],
    ['  1', '1'],
    ['1;a;b=?0', '1;a;b=?0'],
    ['1;a=1;b;a=2', '1;a=2;b'],
    ['"\\"\\\\"', '"\\"\\\\"'],
    ['-0', '0'],
    ['1.50', '1.5'],
    ['1.0', '1.0'],
    ['text/html;q=0.5', 'text/html;q=0.5'],
    ['', ''],
  ])('%j is %j', (text, canonical) => {
    const read = parseItems(text)
    expect(read).not.toBeNull()
    expect(itemsText(read ?? [])).toBe(canonical)
  })

  it.each([
    'a,',
    ',a',
    'a;',
    'a;B',
    '"a',
    '"é"',
    '"\\a"',
    '1.',
    '1.2345',
    '1234567890123456',
    '--1',
    '?2',
    '(a b)',
    ':YQ==:',
    'a b',
    '1 ;a',
  ])('%j is malformed', (text) => {
    expect(parseItems(text)).toBeNull()
  })

  it('refuse what they cannot hold', () => {
    for (const impossible of [
      { kind: 'integer', value: 1.5 },
      { kind: 'integer', value: 1e15 },
      { kind: 'string', value: 'é' },
      { kind: 'token', value: '1a' },
      { kind: 'decimal', value: Number.NaN },
    ] as const)
      expect(() => itemsText([item(impossible)])).toThrow(RangeError)
    expect(() => itemsText([item({ kind: 'integer', value: 1 }, { A: { kind: 'integer', value: 1 } })])).toThrow(
      /the key "A"/,
    )
  })
})

describe('RateLimit and RateLimit-Policy', () => {
  it('are read as the rate limiter writes them', () => {
    const policy = { name: 'per "key"'.replaceAll('"', ''), quota: 10, windowMicros: 60_000_000 }
    const headers = HeaderFields.of(quotaHeaders(policy, 3.7, 2_500_000))
    expect(parseRateLimitPolicies(headers)).toEqual([{ name: 'per key', quota: 10, windowMicros: 60_000_000 }])
    expect(parseRateLimits(headers)).toEqual([{ name: 'per key', remaining: 3, resetMicros: 3_000_000 }])
  })

  it('may name several, and what is malformed or lacks its number is ignored', () => {
    const read = (RateLimit: string) => parseRateLimits(HeaderFields.of({ RateLimit }))
    expect(read('"a";r=1, "b";r=2;t=3')).toEqual([
      { name: 'a', remaining: 1, resetMicros: null },
      { name: 'b', remaining: 2, resetMicros: 3_000_000 },
    ])
    expect(read('"a";t=3, b;r=1, "c";r=-1')).toEqual([])
    expect(read('"a";r=1,')).toEqual([])
    expect(parseRateLimits(HeaderFields.none)).toEqual([])
  })
})

/** Minus zero is written as zero. */
function positive(bare: BareItem): BareItem {
  return bare.value === 0 ? ({ ...bare, value: 0 } as BareItem) : bare
}
