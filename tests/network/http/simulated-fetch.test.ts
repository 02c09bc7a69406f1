import CachePolicy from 'http-cache-semantics'
import { describe, expect, it } from 'vitest'
import { httpDate } from '../../../workers/network/http/http-date'
import type { Scenario } from '../../../workers/scenario/scenario'
import { scenarioOf } from '../hand-built'
import { buildShop } from './shop'
import { createFetch, type SimulatedFetch } from './simulated-fetch'

/** Code as anybody writes it for fetch: nothing in it knows of a simulation. */
async function readItem(fetch: typeof globalThis.fetch, id: string, tag: string | null = null): Promise<unknown> {
  const response = await fetch(`http://shop/items/${id}`, tag === null ? {} : { headers: { 'If-None-Match': tag } })
  if (response.status === 304) return 'unchanged'
  if (!response.ok) throw new Error(`${response.status} ${response.headers.get('content-type')}`)
  return response.json()
}

function shop(changes: Partial<Scenario> = {}): SimulatedFetch {
  const horizonMicros = 60_000_000
  return createFetch({ build: (world) => buildShop(world) }, scenarioOf({ horizonMicros, ...changes }))
}

describe('fetch against a simulated service', () => {
  it('gives standard responses with status, fields and body, on simulated time', async () => {
    const fetch = shop()
    const response = await fetch('http://shop/items/1')
    expect(response).toBeInstanceOf(Response)
    expect([response.status, response.ok, response.url]).toEqual([200, true, 'http://shop/items/1'])
    expect(response.headers.get('etag')).toBe('"v1"')
    expect(response.headers.get('DATE')).toBe(httpDate(0))
    expect(await response.json()).toEqual({ name: 'lamp' })
    expect(fetch.now).toBe(22_000)
  })

  it('serves code that was written for fetch', async () => {
    const fetch = shop()
    expect(await readItem(fetch, '1')).toEqual({ name: 'lamp' })
    expect(await readItem(fetch, '1', '"v1"')).toBe('unchanged')
    await expect(readItem(fetch, '9')).rejects.toThrow('404')
  })

  const item = 'http://shop/items/1'
  it.each<[string, string, RequestInit, number, Record<string, string>, string]>([
    ['read', item, {}, 200, { 'content-type': 'application/json' }, '{"name":"lamp"}'],
    ['read unchanged', item, { headers: { 'If-None-Match': 'W/"v1"' } }, 304, { etag: '"v1"' }, ''],
    [
      'read a part',
      item,
      { headers: { Range: 'bytes=0-3' } },
      206,
      { 'content-range': 'bytes 0-3/15' },
      '{"name":"lamp"}',
    ],
    ['read beyond', item, { headers: { Range: 'bytes=15-' } }, 416, { 'content-range': 'bytes */15' }, ''],
    ['HEAD', item, { method: 'HEAD' }, 200, { 'content-length': '15', etag: '"v1"' }, ''],
    ['OPTIONS', item, { method: 'OPTIONS' }, 204, { allow: 'GET, PUT, DELETE, HEAD, OPTIONS' }, ''],
    ['replace', item, { method: 'PUT', body: 'x' }, 204, { etag: '"v2"' }, ''],
    [
      'replace what was seen',
      item,
      { method: 'PUT', body: 'x', headers: { 'If-Match': '"v1"' } },
      204,
      { etag: '"v2"' },
      '',
    ],
    [
      'lose no update',
      item,
      { method: 'PUT', body: 'x', headers: { 'If-Match': '"v0"' } },
      412,
      { 'content-type': 'application/problem+json' },
      '*',
    ],
    [
      'create',
      'http://shop/items/2',
      { method: 'PUT', body: 'x', headers: { 'If-None-Match': '*' } },
      201,
      { etag: '"v1"' },
      '',
    ],
    ['create once', item, { method: 'PUT', body: 'x', headers: { 'If-None-Match': '*' } }, 412, {}, '*'],
    ['remove', item, { method: 'DELETE' }, 204, {}, ''],
    ['wrong method', item, { method: 'POST', body: 'x' }, 405, { allow: 'GET, PUT, DELETE, HEAD, OPTIONS' }, '*'],
    ['unknown method', item, { method: 'BREW' }, 501, {}, '*'],
    ['nothing there', 'http://shop/nowhere', {}, 404, { 'content-type': 'application/problem+json' }, '*'],
    ['a path that is none', 'http://shop/items/%zz', {}, 400, {}, '*'],
    ['too late', item, { headers: { 'grpc-timeout': '0u' } }, 504, {}, ''],
  ])('%s: %s %j is %d with %j', async (_, url, init, status, headers, body) => {
    const response = await shop()(url, init)
    expect(response.status).toBe(status)
    for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name)).toBe(value)
    const text = await response.text()
    if (body === '*') expect(JSON.parse(text)).toMatchObject({ status })
    else expect(text).toBe(body)
  })

  it('follows redirects, changes POST to GET as it must, and leaves them alone when told so', async () => {
    const fetch = shop()
    expect((await fetch('http://shop/old/1')).url).toBe('http://shop/items/1')
    const manual = await fetch('http://shop/old/1', { redirect: 'manual' })
    expect([manual.status, manual.headers.get('location')]).toEqual([301, '/items/1'])
    await expect(fetch('http://shop/old/1', { redirect: 'error' })).rejects.toThrow(TypeError)
    const order = { method: 'POST', body: '{"n":2}', headers: { 'Content-Type': 'application/json' } }
    expect(await (await fetch('http://shop/orders', order)).json()).toEqual({ name: 'lamp' })
    const seen = await fetch('http://shop/orders', { ...order, redirect: 'manual' })
    expect(seen.headers.get('x-order')).toBe('{"n":2}')
  })

  it('keeps cookies apart, and lets time pass only while somebody waits', async () => {
    const fetch = shop()
    const response = await fetch('http://shop/slow')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(fetch.now).toBe(502_000)
    await fetch.pass(1_000_000)
    expect(fetch.now).toBe(1_502_000)
  })

  it('runs what is begun together side by side', async () => {
    const fetch = shop()
    await Promise.all([fetch('http://shop/items/1'), fetch('http://shop/items/9'), fetch('http://shop/slow')])
    expect(fetch.now).toBe(502_000)
  })

  it('gives up at a timeout of simulated time, and goes on', async () => {
    const fetch = shop()
    await expect(fetch('http://shop/slow', { signal: fetch.timeout(100_000) })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    expect(fetch.now).toBe(100_000)
    expect((await fetch('http://shop/items/1', { signal: fetch.timeout(100_000) })).status).toBe(200)
    const controller = new AbortController()
    const asked = fetch('http://shop/items/1', { signal: controller.signal })
    controller.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('rejects as fetch does when nobody answers', async () => {
    const fetch = shop({ script: [{ at: 10_000, kind: 'crash', node: 'shop' }] })
    await expect(fetch('http://shop/items/1')).rejects.toMatchObject({
      cause: { cause: 'connection lost', by: 'shop' },
    })
    await expect(fetch('http://shop/items/1')).rejects.toMatchObject({ cause: { cause: 'refused' } })
    await expect(fetch('http://nowhere/')).rejects.toThrow(TypeError)
    const short = shop({ horizonMicros: 100_000 })
    await expect(short('http://shop/slow')).rejects.toMatchObject({ cause: expect.stringMatching(/horizon/) })
  })
})

/** A private cache of the ordinary kind: fetch, and http-cache-semantics to decide. It knows nothing of the simulation but its clock. */
class CachingClient {
  private readonly kept = new Map<string, { policy: CachePolicy; body: string }>()
  readonly log: string[] = []

  constructor(private readonly fetch: SimulatedFetch) {}

  async get(url: string): Promise<string> {
    const request = { method: 'GET', url, headers: {} }
    const known = this.kept.get(url)
    if (known?.policy.satisfiesWithoutRevalidation(request)) {
      this.log.push('hit')
      return known.body
    }
    const headers = (known?.policy.revalidationHeaders(request) ?? {}) as Record<string, string>
    const response = await this.fetch(url, { headers })
    const answer = { status: response.status, headers: Object.fromEntries(response.headers) }
    if (known !== undefined && response.status === 304) {
      this.log.push('304')
      this.keep(url, known.policy.revalidatedPolicy(request, answer).policy, known.body)
      return known.body
    }
    this.log.push(String(response.status))
    const body = await response.text()
    this.keep(url, new CachePolicy(request, answer, { shared: false }), body)
    return body
  }

  private keep(url: string, policy: CachePolicy, body: string): void {
    const clock = () => 1_735_689_600_000 + this.fetch.now / 1_000
    this.kept.set(url, { policy: Object.assign(policy, { now: clock, _responseTime: clock() }), body })
  }
}

describe('an ordinary caching client', () => {
  it('sees hits, validation and changes of the simulated service', async () => {
    const fetch = shop()
    const client = new CachingClient(fetch)
    const url = 'http://shop/items/1'
    for (const wait of [0, 500_000, 1_000_000]) {
      await fetch.pass(wait)
      expect(await client.get(url)).toBe('{"name":"lamp"}')
    }
    await fetch(url, { method: 'PUT', body: 'new', headers: { 'If-Match': '"v1"' } })
    expect(await client.get(url)).toBe('{"name":"lamp"}')
    await fetch.pass(2_000_000)
    expect(await client.get(url)).toBe('new')
    expect(client.log).toEqual(['200', 'hit', '304', 'hit', '200'])
  })
})
