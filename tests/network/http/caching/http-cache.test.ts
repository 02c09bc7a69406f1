import { describe, expect, it } from 'vitest'
import { cacheStatusText } from '../../../../workers/network/http/caching/cache-status'
import {
  HttpCache,
  type HttpCacheOptions,
  type LookupVerdict,
} from '../../../../workers/network/http/caching/http-cache'
import { invalidatedTargets } from '../../../../workers/network/http/caching/invalidation'
import { HeaderFields } from '../../../../workers/network/http/header-fields'
import { httpDate } from '../../../../workers/network/http/http-date'
import type { HttpRequest, HttpResponse } from '../../../../workers/network/http/http-message'

const SECOND = 1_000_000
const OPTIONS: HttpCacheOptions = { name: 'edge', kind: 'shared', capacity: 10, variants: 4 }

function asks(target = '/x', headers: Record<string, string> = {}, method = 'GET'): HttpRequest {
  return { method, target, headers: HeaderFields.of(headers) }
}

function answers(headers: Record<string, string>, body: string | null = 'one', status = 200): HttpResponse {
  return { status, headers: HeaderFields.of(headers), ...(body === null ? {} : { body, contentBytes: body.length }) }
}

/** A cache with somebody who asks it and an origin that answers at once, by the second. */
class Desk {
  readonly cache: HttpCache
  /** What the origin was asked. */
  readonly sent: HttpRequest[] = []

  constructor(options: Partial<HttpCacheOptions> = {}) {
    this.cache = new HttpCache({ ...OPTIONS, ...options })
  }

  look(request: HttpRequest, at: number): LookupVerdict {
    return this.cache.lookup(request, at * SECOND)
  }

  /** @returns what the client gets; the origin gives `origin` when it is asked. */
  ask(at: number, request: HttpRequest, origin: HttpResponse | null = null): HttpResponse {
    const verdict = this.look(request, at)
    if (verdict.kind === 'answer') return verdict.response
    if (origin === null) throw new Error(`nobody expected to ask the origin: ${verdict.because}`)
    this.sent.push(verdict.forwarded.request)
    return this.cache.settle(verdict.forwarded, origin, { requestedAt: at * SECOND, receivedAt: at * SECOND }).response
  }
}

const MINUTE = { 'Cache-Control': 'max-age=60', ETag: '"v1"' }

describe('a cache', () => {
  it('answers from memory with the age while it is fresh, and asks with the tag when it is not', () => {
    const desk = new Desk()
    expect(desk.ask(0, asks(), answers(MINUTE)).headers.get('Cache-Status')).toBe(
      'edge;fwd=uri-miss;fwd-status=200;stored',
    )
    const hit = desk.ask(59, asks())
    expect(hit).toMatchObject({ status: 200, body: 'one' })
    expect([hit.headers.get('Age'), hit.headers.get('Cache-Status')]).toEqual(['59', 'edge;hit;ttl=1'])
    const renewed = desk.ask(60, asks(), answers({ ETag: '"v1"', 'Cache-Control': 'max-age=5' }, null, 304))
    expect(desk.sent[1]?.headers.get('If-None-Match')).toBe('"v1"')
    expect(renewed).toMatchObject({ status: 200, body: 'one' })
    expect(renewed.headers.get('Cache-Status')).toBe('edge;fwd=stale;fwd-status=304;stored')
    expect(desk.ask(64, asks()).headers.get('Age')).toBe('4')
    expect(() => desk.ask(65, asks())).toThrow(/stale by 0 s \(max-age\)/)
  })

  it('takes what is new when the origin has it', () => {
    const desk = new Desk()
    desk.ask(0, asks(), answers(MINUTE))
    desk.ask(60, asks(), answers({ ...MINUTE, ETag: '"v2"' }, 'two'))
    expect(desk.ask(61, asks())).toMatchObject({ body: 'two' })
  })

  it('keeps the time that an answer was on its way as age (§4.2.3)', () => {
    const cache = new HttpCache(OPTIONS)
    const verdict = cache.lookup(asks(), 0)
    if (verdict.kind !== 'forward') throw new Error('answered')
    cache.settle(verdict.forwarded, answers({ ...MINUTE, Age: '10' }), { requestedAt: 0, receivedAt: 5 * SECOND })
    const hit = cache.lookup(asks(), 7 * SECOND)
    expect(hit.kind === 'answer' && hit.response.headers.get('Age')).toBe('17')
  })

  it('answers 304 itself when the client holds what is stored, and HEAD without content', () => {
    const desk = new Desk()
    desk.ask(0, asks(), answers(MINUTE))
    const unchanged = desk.ask(1, asks('/x', { 'If-None-Match': 'W/"v1"' }))
    expect(unchanged.status).toBe(304)
    expect(unchanged).not.toHaveProperty('body')
    expect(desk.ask(1, asks('/x', { 'If-None-Match': '"v0"' }))).toMatchObject({ status: 200, body: 'one' })
    const head = desk.ask(1, asks('/x', {}, 'HEAD'))
    expect(head.status).toBe(200)
    expect(head).not.toHaveProperty('body')
  })

  it('chooses among variants by the fields that Vary names, and keeps only so many', () => {
    const desk = new Desk({ variants: 2 })
    const vary = (language: string) => answers({ ...MINUTE, Vary: 'Accept-Language' }, language)
    const speaks = (language: string) => asks('/x', { 'accept-language': language })
    desk.ask(0, speaks('en'), vary('en'))
    desk.ask(1, speaks('de'), vary('de'))
    expect(desk.ask(2, speaks('en'))).toMatchObject({ body: 'en' })
    expect(desk.ask(2, speaks('de'))).toMatchObject({ body: 'de' })
    expect(desk.ask(3, speaks('fr'), vary('fr')).headers.get('Cache-Status')).toMatch(/fwd=vary-miss/)
    expect(() => desk.ask(4, speaks('en'))).toThrow(/2 stored, but none for its accept-language/)
    expect(desk.ask(4, speaks('fr'))).toMatchObject({ body: 'fr' })
  })

  it('takes the most recent of several that fit, and keeps what came last though its date is older', () => {
    const desk = new Desk({ variants: 2 })
    const dated = (second: number, vary: string, body: string) =>
      answers({ ...MINUTE, Date: httpDate(second * SECOND), Vary: vary }, body)
    desk.ask(10, asks('/x', { a: '1', b: '1' }), dated(10, 'a', 'by a'))
    desk.ask(11, asks('/x', { a: '2', b: '2' }), dated(9, 'b', 'by b'))
    expect(desk.ask(12, asks('/x', { a: '1', b: '2' }))).toMatchObject({ body: 'by a' })
    desk.ask(13, asks('/x', { a: '3', b: '3' }), dated(1, 'a', 'old'))
    expect(desk.ask(14, asks('/x', { a: '3', b: '4' }))).toMatchObject({ body: 'old' })
    expect(desk.look(asks('/x', { a: '4', b: '2' }), 14).kind).toBe('forward')
  })

  it('never uses Vary: * again', () => {
    const desk = new Desk()
    desk.ask(0, asks(), answers({ ...MINUTE, Vary: '*' }))
    expect(() => desk.ask(1, asks())).toThrow(/none for its \*/)
  })

  it('serves stale and renews beside it within stale-while-revalidate', () => {
    const desk = new Desk()
    desk.ask(0, asks(), answers({ 'Cache-Control': 'max-age=10, stale-while-revalidate=5', ETag: '"v1"' }))
    const verdict = desk.look(asks(), 14)
    if (verdict.kind !== 'answer' || verdict.renew === null) throw new Error('not renewed')
    expect(verdict.response.headers.get('Cache-Status')).toBe('edge;hit;ttl=-4')
    expect(verdict.renew.request.headers.get('If-None-Match')).toBe('"v1"')
    expect(desk.look(asks(), 15).kind).toBe('forward')
  })

  it('stands in for an origin that fails within stale-if-error, and not when it must revalidate', () => {
    const stale = (control: string) => {
      const desk = new Desk()
      desk.ask(0, asks(), answers({ 'Cache-Control': control }))
      return [desk.ask(12, asks(), answers({}, null, 503)).status, desk.ask(40, asks(), answers({}, null, 500)).status]
    }
    expect(stale('max-age=10, stale-if-error=20')).toEqual([200, 500])
    expect(stale('max-age=10')).toEqual([503, 500])
    expect(stale('max-age=10, stale-if-error=20, must-revalidate')).toEqual([503, 500])
  })

  it('asks again without conditions when a 304 names nothing that anybody holds', () => {
    const cache = new HttpCache(OPTIONS)
    const first = cache.lookup(asks(), 0)
    if (first.kind !== 'forward') throw new Error('answered')
    cache.settle(first.forwarded, answers({ ETag: '"v1"', 'Cache-Control': 'max-age=1' }), {
      requestedAt: 0,
      receivedAt: 0,
    })
    const times = { requestedAt: 5 * SECOND, receivedAt: 5 * SECOND }
    const second = cache.lookup(asks(), 5 * SECOND)
    if (second.kind !== 'forward') throw new Error('answered')
    const settled = cache.settle(second.forwarded, answers({ ETag: '"v9"' }, null, 304), times)
    expect(settled.again?.request.headers.has('If-None-Match')).toBe(false)
    const own = cache.lookup(asks('/x', { 'If-None-Match': '"v9"' }), 5 * SECOND)
    if (own.kind !== 'forward') throw new Error('answered')
    expect(cache.settle(own.forwarded, answers({ ETag: '"v9"' }, null, 304), times)).toMatchObject({
      again: null,
      response: { status: 304 },
    })
  })

  it('answers 504 to only-if-cached when it would have to ask', () => {
    expect(new Desk().ask(0, asks('/x', { 'Cache-Control': 'only-if-cached' }))).toMatchObject({ status: 504 })
  })

  it('forgets what an unsafe method has changed, its Location too, and not after an error', () => {
    const desk = new Desk()
    for (const target of ['/x', '/y']) desk.ask(0, asks(target), answers(MINUTE))
    desk.ask(1, asks('/x', {}, 'PUT'), answers({}, null, 500))
    expect(desk.ask(2, asks('/x')).status).toBe(200)
    desk.ask(3, asks('/x', {}, 'POST'), answers({ Location: '/y' }, null, 201))
    for (const target of ['/x', '/y']) expect(desk.look(asks(target), 4).because).toBe('nothing is stored for it')
  })

  it('forgets the target whose last use lies furthest back when it is full', () => {
    const desk = new Desk({ capacity: 2 })
    desk.ask(0, asks('/a'), answers(MINUTE))
    desk.ask(1, asks('/b'), answers(MINUTE))
    desk.ask(2, asks('/a'))
    const verdict = desk.look(asks('/c'), 3)
    if (verdict.kind !== 'forward') throw new Error('answered')
    const times = { requestedAt: 3 * SECOND, receivedAt: 3 * SECOND }
    expect(desk.cache.settle(verdict.forwarded, answers(MINUTE), times).evicted).toBe('/b')
    expect(desk.cache.targets).toBe(2)
  })

  it('keeps no field of the connection, and nothing that is partial', () => {
    const desk = new Desk()
    desk.ask(0, asks(), answers({ ...MINUTE, Connection: 'X-Hop', 'X-Hop': '1', 'Keep-Alive': 'x' }))
    const hit = desk.ask(1, asks())
    expect(hit.headers.names).toEqual(['cache-control', 'etag', 'age', 'cache-status'])
    desk.ask(
      1,
      asks('/part', { Range: 'bytes=0-1' }),
      answers({ ...MINUTE, 'Content-Range': 'bytes 0-1/3' }, 'on', 206),
    )
    expect(desk.look(asks('/part'), 2).kind).toBe('forward')
  })

  it('cuts a part from the whole that it keeps', () => {
    const desk = new Desk()
    const part = (range: string, more: Record<string, string> = {}) =>
      desk.ask(1, asks('/x', { Range: range, ...more }))
    desk.ask(0, asks(), answers(MINUTE, 'abcdef'))
    expect(part('bytes=2-3')).toMatchObject({ status: 206, contentBytes: 2 })
    expect(part('bytes=2-3').headers.get('Content-Range')).toBe('bytes 2-3/6')
    expect(part('bytes=-2').headers.get('Content-Range')).toBe('bytes 4-5/6')
    expect(part('bytes=6-')).toMatchObject({ status: 416 })
    expect(part('bytes=6-').headers.get('Content-Range')).toBe('bytes */6')
    expect(part('bytes=2-3', { 'If-Range': '"v1"' }).status).toBe(206)
    expect(part('bytes=2-3', { 'If-Range': '"v0"' })).toMatchObject({ status: 200, contentBytes: 6 })
    expect(part('bytes=2-3', { 'If-None-Match': '"v1"' }).status).toBe(304)
    expect(part('bytes=0-0,2-3').status).toBe(200)
    expect(desk.ask(1, asks('/x', { Range: 'bytes=2-3' }, 'HEAD')).status).toBe(200)
  })

  it('asks for the whole when a part is asked for, where it is told to', () => {
    const desk = new Desk({ fetchesWhole: true })
    const first = desk.ask(0, asks('/x', { Range: 'bytes=2-3', 'If-Range': '"v1"' }), answers(MINUTE, 'abcdef'))
    expect(desk.sent[0]?.headers.lines).toEqual([])
    expect(first).toMatchObject({ status: 206, contentBytes: 2 })
    expect(desk.ask(1, asks())).toMatchObject({ status: 200, contentBytes: 6 })
    const stale = desk.ask(61, asks('/x', { Range: 'bytes=0-0' }), answers({ ETag: '"v1"' }, null, 304))
    expect(desk.sent[1]?.headers.has('Range')).toBe(false)
    expect(stale).toMatchObject({ status: 206, contentBytes: 1 })
  })

  it('keeps hosts apart', () => {
    const desk = new Desk()
    desk.ask(0, asks('/x', { Host: 'a' }), answers(MINUTE))
    expect(desk.look(asks('/x', { Host: 'b' }), 1).kind).toBe('forward')
    expect(desk.cache.purge('/x', 'b')).toBe(false)
    expect(desk.cache.purge('/x', 'a')).toBe(true)
    expect(desk.look(asks('/x', { Host: 'a' }), 1).kind).toBe('forward')
  })

  it('for one user keeps what is private, and takes a tenth of the age of the last change as lifetime', () => {
    const headers = { 'Cache-Control': 'private', 'Last-Modified': httpDate(-100 * SECOND), Date: httpDate(0) }
    const own = new Desk({ kind: 'private' })
    own.ask(0, asks('/x', { Authorization: 'x' }), answers(headers))
    expect(own.look(asks(), 9).because).toBe('9 s old, good for 10 s by heuristic')
    const shared = new Desk()
    shared.ask(0, asks(), answers(headers))
    expect(shared.look(asks(), 1).kind).toBe('forward')
  })
})

describe('what is invalidated (§4.4)', () => {
  it.each([
    ['/x', '/y', ['/x', '/y']],
    ['/x', 'http://h/y?z', ['/x', '/y?z']],
    ['/x', 'http://other/y', ['/x']],
    ['/x', '//other/y', ['/x']],
    ['/x', '/x#part', ['/x']],
    ['/x', 'y', ['/x']],
  ])('by a PUT to %s of host h that names %s: %j', (target, location, targets) => {
    const request = asks(target, { Host: 'h' }, 'PUT')
    expect(invalidatedTargets(request, answers({ 'Content-Location': location }))).toEqual(targets)
    expect(invalidatedTargets({ ...request, method: 'GET' }, answers({ Location: location }))).toEqual([])
  })
})

describe('Cache-Status (RFC 9211)', () => {
  it('is a structured field', () => {
    expect(cacheStatusText('edge', { hit: true, ttlMicros: 1_999_999, collapsed: true })).toBe(
      'edge;hit;ttl=1;collapsed',
    )
    expect(cacheStatusText('my edge', { hit: false, forward: 'miss', detail: 'a "b" é' })).toBe(
      '"my edge";fwd=miss;detail="a \\"b\\" ?"',
    )
  })
})

describe('a purge', () => {
  const TAGGED = { ...MINUTE, 'Cache-Tag': 'lamps, home', 'Cache-Control': 'max-age=60, stale-while-revalidate=30' }

  it('finds by a tag what carries it, and nothing that does not', () => {
    const desk = new Desk()
    desk.ask(0, asks('/a'), answers(TAGGED))
    desk.ask(0, asks('/b'), answers(MINUTE))
    expect(desk.cache.taggedTargets('Cache-Tag', 'home')).toEqual(['/a'])
    expect(desk.cache.taggedTargets('Cache-Tag', 'hom')).toEqual([])
  })

  it('that is soft leaves what is stored to be validated or served while it is', () => {
    const desk = new Desk()
    desk.ask(0, asks('/a'), answers(TAGGED))
    desk.ask(0, asks('/b'), answers(MINUTE))
    for (const target of ['/a', '/b']) expect(desk.cache.softPurge(target, 10 * SECOND)).toBe(true)
    expect(desk.cache.softPurge('/c', 10 * SECOND)).toBe(false)
    expect(desk.look(asks('/a'), 39)).toMatchObject({ kind: 'answer', because: expect.stringContaining('soft purge') })
    expect(desk.look(asks('/a'), 40).kind).toBe('forward')
    const verdict = desk.look(asks('/b'), 10)
    expect(verdict).toMatchObject({ kind: 'forward', forwarded: { reason: 'stale' } })
    desk.ask(10, asks('/b'), answers({ ETag: '"v1"' }, null, 304))
    expect(desk.ask(60, asks('/b')).headers.get('Age')).toBe('50')
  })

  it('never makes anything fresh again', () => {
    const desk = new Desk()
    desk.ask(0, asks('/b'), answers(MINUTE))
    desk.cache.softPurge('/b', 90 * SECOND)
    expect(desk.look(asks('/b'), 90)).toMatchObject({ kind: 'forward', because: 'stale by 30 s (max-age)' })
  })

  it('is looked up without making anything more recently used', () => {
    const desk = new Desk({ capacity: 2 })
    desk.ask(0, asks('/a'), answers(MINUTE))
    desk.ask(1, asks('/b'), answers(MINUTE))
    expect(desk.cache.inspect('/a')).toHaveLength(1)
    desk.ask(2, asks('/c'), answers(MINUTE))
    expect(desk.cache.inspect('/a')).toEqual([])
  })
})

describe('a targeted field (RFC 9213)', () => {
  const BOTH = { 'Cache-Control': 'max-age=5', 'CDN-Cache-Control': 'max-age=60', Expires: httpDate(0) }

  it('stands in for Cache-Control and Expires at a cache that obeys it, and is nothing to others', () => {
    const edge = new Desk({ targeted: ['CDN-Cache-Control'] })
    edge.ask(0, asks(), answers(BOTH))
    expect(edge.look(asks(), 59).kind).toBe('answer')
    expect(edge.look(asks(), 60).kind).toBe('forward')
    const proxy = new Desk()
    proxy.ask(0, asks(), answers(BOTH))
    expect(proxy.look(asks(), 4).kind).toBe('answer')
    expect(proxy.look(asks(), 5).kind).toBe('forward')
  })

  it('passes on unchanged, forbids storing where it says so, and counts for a 304 too', () => {
    const edge = new Desk({ targeted: ['Other-Cache-Control', 'CDN-Cache-Control'] })
    const first = edge.ask(0, asks(), answers({ ...BOTH, ETag: '"v1"' }))
    expect(first.headers.get('Cache-Control')).toBe('max-age=5')
    edge.ask(60, asks(), answers({ ETag: '"v1"', 'CDN-Cache-Control': 'max-age=10' }, null, 304))
    expect(edge.look(asks(), 69).kind).toBe('answer')
    expect(edge.look(asks(), 70).kind).toBe('forward')
    edge.ask(80, asks('/no'), answers({ 'Cache-Control': 'max-age=60', 'CDN-Cache-Control': 'no-store' }))
    expect(edge.cache.inspect('/no')).toEqual([])
  })

  it('that is empty is as if it were not there', () => {
    const edge = new Desk({ targeted: ['CDN-Cache-Control'] })
    edge.ask(0, asks(), answers({ 'Cache-Control': 'max-age=60', 'CDN-Cache-Control': '' }))
    expect(edge.look(asks(), 59).kind).toBe('answer')
  })
})
