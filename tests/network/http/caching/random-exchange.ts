import fc from 'fast-check'
import type { CacheKind } from '../../../../workers/network/http/caching/stored-response'
import { HeaderFields } from '../../../../workers/network/http/header-fields'
import { httpDate } from '../../../../workers/network/http/http-date'

const SECOND = 1_000_000

/** When the stored response came: far enough from 0 that every date before it is one. */
export const RECEIVED_AT = 1_000_000 * SECOND

/** One stored exchange, and a later request, with header fields as both sides of the comparison read them. */
export interface RandomExchange {
  readonly kind: CacheKind
  readonly status: number
  readonly request: Record<string, string>
  readonly response: Record<string, string>
  readonly later: Record<string, string>
  /** From the receipt to the later request. */
  readonly afterMicros: number
}

/** Round ones often, so that limits are met exactly. */
const seconds = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 10, 20, 30) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 }) },
)
const languages = fc.constantFrom('en', 'de', undefined)
const tags = fc.constantFrom('"a"', 'W/"a"', '"b"', 'W/"b"', undefined)
/** Most moments lie close to the receipt. */
const moments = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.integer({ min: -60, max: 60 }) },
)

function directives(plain: readonly string[], timed: readonly string[]): fc.Arbitrary<string | undefined> {
  const one = fc.oneof(
    ...(plain.length > 0 ? [fc.constantFrom(...plain)] : []),
    fc.tuple(fc.constantFrom(...timed), seconds).map(([name, value]) => `${name}=${value}`),
  )
  return fc
    .uniqueArray(one, { maxLength: 3, selector: (text) => text.split('=')[0] as string })
    .map((list) => (list.length === 0 ? undefined : list.join(', ')))
}

const responseControl = directives(
  ['no-store', 'no-cache', 'private', 'public', 'must-revalidate', 'proxy-revalidate'],
  ['max-age', 'max-age', 's-maxage', 'stale-while-revalidate', 'stale-while-revalidate', 'stale-if-error'],
)
const laterControl = directives(
  ['no-cache', 'max-stale'],
  ['max-age', 'max-age', 'min-fresh', 'max-stale', 'max-stale'],
)

function fields(named: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function dateText(offset: number | undefined): string | undefined {
  return offset === undefined ? undefined : httpDate(RECEIVED_AT + offset * SECOND)
}

const response = fc
  .record({
    control: responseControl,
    date: fc.oneof(fc.constant(0), fc.constant(0), moments),
    expires: fc.oneof(moments, moments, fc.constant('0' as const)),
    modified: fc.option(fc.integer({ min: -2_000, max: 0 }), { nil: undefined }),
    age: fc.option(seconds, { nil: undefined }),
    vary: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      undefined,
      'accept-language',
      'accept-language, accept',
      '*',
    ),
    etag: tags,
  })
  .map(({ control, date, expires, modified, age, vary, etag }) =>
    fields({
      'cache-control': control,
      date: dateText(date),
      expires: expires === '0' ? '0' : dateText(expires),
      'last-modified': dateText(modified),
      age: age === undefined ? undefined : String(age),
      vary,
      etag,
    }),
  )

export const randomExchange: fc.Arbitrary<RandomExchange> = fc
  .record({
    kind: fc.constantFrom<CacheKind>('shared', 'private'),
    status: fc.constantFrom(
      200,
      200,
      200,
      203,
      204,
      206,
      300,
      301,
      302,
      303,
      307,
      308,
      404,
      405,
      410,
      414,
      500,
      501,
      503,
    ),
    response,
    language: languages,
    laterLanguage: languages,
    authorized: fc.boolean(),
    requestControl: fc.constantFrom(undefined, undefined, undefined, 'no-store', 'no-cache'),
    laterControl: fc.oneof(fc.constant(undefined), laterControl),
    clientTag: fc.constantFrom(undefined, undefined, '"c"', 'W/"c"'),
    after: fc.oneof(
      seconds.map((whole) => whole * SECOND),
      fc.integer({ min: 0, max: 60 * SECOND }),
    ),
  })
  .map(({ kind, status, response, language, laterLanguage, authorized, after, ...own }) => ({
    kind,
    status,
    response,
    request: fields({
      host: 'h',
      'accept-language': language,
      authorization: authorized ? 'Basic eA==' : undefined,
      'cache-control': own.requestControl,
    }),
    later: fields({
      host: 'h',
      'accept-language': laterLanguage,
      'cache-control': own.laterControl,
      'if-none-match': own.clientTag,
    }),
    afterMicros: after,
  }))

/** The answer to a validation: a 304 with some validators and some news. */
export const randomNotModified = fc
  .record({
    etag: tags,
    modified: fc.option(fc.constantFrom(-100, -50), { nil: undefined }),
    sameModified: fc.boolean(),
    control: fc.constantFrom(undefined, 'max-age=7', 'no-cache'),
    date: fc.constantFrom(undefined, 0, 5),
    server: fc.constantFrom(undefined, 'new'),
  })
  .map(({ sameModified, ...own }) => ({
    sameModified,
    headers: fields({
      etag: own.etag,
      'last-modified': dateText(own.modified),
      'cache-control': own.control,
      date: dateText(own.date),
      'x-server': own.server,
    }),
  }))

export function headersOf(record: Record<string, string>): HeaderFields {
  return HeaderFields.of(record)
}
