import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CacheControl } from '../../../../workers/network/http/caching/cache-control'
import { ageOf, lifetimeOf } from '../../../../workers/network/http/caching/freshness'
import { mayServeOnError, reuseVerdict } from '../../../../workers/network/http/caching/reuse'
import { storageVerdict } from '../../../../workers/network/http/caching/storable'
import {
  isSelectedBy,
  type StoredResponse,
  selectingFields,
} from '../../../../workers/network/http/caching/stored-response'
import { renewed, validatedBy, validationRequest } from '../../../../workers/network/http/caching/validation'
import { parseHttpDate } from '../../../../workers/network/http/http-date'
import type { HttpResponse } from '../../../../workers/network/http/http-message'
import { headersOf, type RandomExchange, RECEIVED_AT, randomExchange, randomNotModified } from './random-exchange'
import { atMoment, referencePolicy } from './reference-policy'

/*
 * Held against http-cache-semantics 4.3 on random exchanges. Every difference must be one of those named here with the
 * section of RFC 9111 that decides it, and every name must occur: an exception that nothing uses proves nothing.
 */
const SEED = 9_111
const RUNS = 8_000

const GET = { method: 'GET', target: '/x' }

function storedOf({ request, response, status }: RandomExchange): StoredResponse {
  const kept: HttpResponse = { status, headers: headersOf(response) }
  const selecting = selectingFields(kept, headersOf(request))
  return { response: kept, selecting, requestedAt: RECEIVED_AT, receivedAt: RECEIVED_AT }
}

function isStorable({ request, response, status, kind }: RandomExchange): boolean {
  const own = { ...GET, headers: headersOf(request) }
  return storageVerdict(own, { status, headers: headersOf(response) }, kind).kind === 'store'
}

/** Seconds of age at the receipt as §4.2.3 has it, from the two fields alone. */
function initialAge({ response }: RandomExchange): number {
  const date = parseHttpDate(response.date ?? '', RECEIVED_AT)
  const apparent = date === null ? 0 : Math.max(0, (RECEIVED_AT - date) / 1_000_000)
  return Math.max(apparent, Number(response.age ?? 0))
}

/** Runs the property over the random exchanges, and counts how often each known difference was met. */
function compare(differs: (exchange: RandomExchange) => string | null): Map<string, number> {
  const met = new Map<string, number>()
  fc.assert(
    fc.property(randomExchange, (exchange) => {
      const difference = differs(exchange)
      if (difference !== null) met.set(difference, (met.get(difference) ?? 0) + 1)
    }),
    { seed: SEED, numRuns: RUNS },
  )
  return met
}

describe(`${RUNS} random exchanges against http-cache-semantics, seed ${SEED}`, () => {
  it('are stored alike', () => {
    const met = compare((exchange) => {
      const ours = isStorable(exchange)
      const control = CacheControl.of(headersOf(exchange.response))
      const theirs = referencePolicy(exchange).storable()
      if ([500, 503].includes(exchange.status) && ours) {
        expect(theirs).toBe(false)
        return '§3: any final status may be stored when the response says for how long'
      }
      if (exchange.kind === 'private' && control.has('private') && ours && !theirs)
        return '§3: private is a reason to store in a private cache'
      expect(ours).toBe(theirs)
      return null
    })
    expect([...met.keys()].sort()).toEqual([
      '§3: any final status may be stored when the response says for how long',
      '§3: private is a reason to store in a private cache',
    ])
  })

  it('are fresh for the same time', () => {
    const met = compare((exchange) => {
      const policy = referencePolicy(exchange)
      if (!isStorable(exchange) || !policy.storable()) return null
      const control = CacheControl.of(headersOf(exchange.response))
      // The reference says 0 for what may never be used without asking; that is a question of use, see below.
      if (control.has('no-cache') || exchange.response.vary === '*') return null
      const ours = lifetimeOf(storedOf(exchange), exchange.kind).micros / 1_000_000
      if (control.has('proxy-revalidate') && exchange.kind === 'shared' && ours > 0) {
        expect(policy.maxAge()).toBe(0)
        return '§5.2.2.8: proxy-revalidate says nothing about what is fresh'
      }
      expect(ours).toBeCloseTo(policy.maxAge(), 6)
      return null
    })
    expect([...met.keys()]).toEqual(['§5.2.2.8: proxy-revalidate says nothing about what is fresh'])
  })

  it('have the same age', () => {
    const met = compare((exchange) => {
      const policy = referencePolicy(exchange)
      const now = RECEIVED_AT + exchange.afterMicros
      atMoment(now)
      const ours = ageOf(storedOf(exchange), now) / 1_000_000
      const stated = Number(exchange.response.age ?? 0)
      expect(ours - policy.age()).toBeCloseTo(initialAge(exchange) - stated, 6)
      return initialAge(exchange) > stated ? '§4.2.3: a response is at least as old as its Date says' : null
    })
    expect([...met.keys()]).toEqual(['§4.2.3: a response is at least as old as its Date says'])
  })

  it('are used again alike', () => {
    const met = compare((exchange) => {
      const policy = referencePolicy(exchange, initialAge(exchange))
      if (!isStorable(exchange) || !policy.storable()) return null
      atMoment(RECEIVED_AT + exchange.afterMicros)
      const answer = policy.evaluateRequest({ method: 'GET', url: '/x', headers: exchange.later })
      const theirs = answer.response === undefined ? 'ask' : answer.revalidation === undefined ? 'use' : 'use and renew'
      const ours = decisionOf(exchange)
      const difference = differenceInUse(exchange, ours, theirs)
      if (difference === null) expect(ours).toBe(theirs)
      else expect(ours).not.toBe(theirs)
      return difference
    })
    expect([...met.keys()].sort()).toEqual([
      '§4.2.4: no stale use when proxy-revalidate or s-maxage is there',
      '§5.2.1.1: max-age of a request forbids what is stale',
      '§5.2.1.2: max-stale includes its own number',
      '§5.2.2.2: must-revalidate speaks of stale responses only',
      '§5.2.2.4: no-cache is not undone by max-stale or stale-while-revalidate',
      '§5.2.2.8: proxy-revalidate speaks of stale responses only',
    ])
  })

  it('are validated with the same conditions', () => {
    compare((exchange) => {
      const policy = referencePolicy(exchange)
      const stored = storedOf(exchange)
      const later = headersOf(exchange.later)
      if (!isStorable(exchange) || !policy.storable() || !isSelectedBy(stored, later)) return null
      const theirs = policy.revalidationHeaders({ method: 'GET', url: '/x', headers: exchange.later })
      const ours = validationRequest({ ...GET, headers: later }, [stored]).headers
      for (const name of ['if-none-match', 'if-modified-since', 'accept-language', 'cache-control'])
        expect(ours.get(name) ?? undefined).toBe(theirs[name])
      return null
    })
  })

  it('survive a failing origin alike', () => {
    const met = compare((exchange) => {
      const policy = referencePolicy(exchange, initialAge(exchange))
      const control = CacheControl.of(headersOf(exchange.response))
      if (!isStorable(exchange) || !policy.storable() || exchange.response.vary === '*') return null
      const now = RECEIVED_AT + exchange.afterMicros
      atMoment(now)
      const request = { method: 'GET', url: '/x', headers: { host: 'h' } }
      const theirs = policy.revalidatedPolicy(request, { status: 503, headers: {} }).policy === policy
      const ours = mayServeOnError(storedOf(exchange), headersOf({ host: 'h' }), exchange.kind, now)
      if (ours === theirs) return null
      if (control.has('no-cache')) return '§5.2.2.4: no-cache is never used unasked'
      const strict = ['proxy-revalidate', 's-maxage'].some((name) => exchange.kind === 'shared' && control.has(name))
      expect(strict || control.has('must-revalidate')).toBe(true)
      expect(ours).toBe(false)
      return '§4.2.4: stale-if-error does not outweigh must-revalidate, proxy-revalidate or s-maxage'
    })
    expect([...met.keys()].sort()).toEqual([
      '§4.2.4: stale-if-error does not outweigh must-revalidate, proxy-revalidate or s-maxage',
      '§5.2.2.4: no-cache is never used unasked',
    ])
  })

  it('are renewed alike by a 304', () => {
    const met = new Map<string, number>()
    fc.assert(
      fc.property(randomExchange, randomNotModified, (exchange, { headers, sameModified }) => {
        const modified = exchange.response['last-modified']
        const news = sameModified && modified !== undefined ? { ...headers, 'last-modified': modified } : headers
        const difference = compareRenewal(exchange, news)
        if (difference !== null) met.set(difference, (met.get(difference) ?? 0) + 1)
      }),
      { seed: SEED, numRuns: RUNS },
    )
    expect([...met.keys()].sort()).toEqual([
      '§3.2: fields that the stored response lacks are added',
      '§4.3.4: a strong tag names no weak one',
      '§4.3.4: a tag that is not stored names nothing',
    ])
  })
})

type Use = 'use' | 'use and renew' | 'ask'

function decisionOf(exchange: RandomExchange): Use {
  const stored = storedOf(exchange)
  const later = headersOf(exchange.later)
  if (!isSelectedBy(stored, later)) return 'ask'
  const verdict = reuseVerdict(stored, later, exchange.kind, RECEIVED_AT + exchange.afterMicros)
  if (verdict.kind === 'revalidate') return 'ask'
  return verdict.kind === 'stale while revalidating' ? 'use and renew' : 'use'
}

/** Why ours is right where the two differ, from the fields alone. */
function differenceInUse(exchange: RandomExchange, ours: Use, theirs: Use): string | null {
  if (ours === theirs) return null
  const control = CacheControl.of(headersOf(exchange.response))
  const wishes = CacheControl.of(headersOf(exchange.later))
  const isShared = exchange.kind === 'shared'
  if (ours === 'use' && theirs === 'ask') {
    if (control.has('must-revalidate')) return '§5.2.2.2: must-revalidate speaks of stale responses only'
    if (control.has('proxy-revalidate') && isShared) return '§5.2.2.8: proxy-revalidate speaks of stale responses only'
  }
  if (ours === 'use' && wishes.has('max-stale')) return '§5.2.1.2: max-stale includes its own number'
  if (ours !== 'ask')
    return isShared && control.has('proxy-revalidate')
      ? '§5.2.2.8: proxy-revalidate speaks of stale responses only'
      : null
  if (control.has('no-cache')) return '§5.2.2.4: no-cache is not undone by max-stale or stale-while-revalidate'
  if (isShared && (control.has('proxy-revalidate') || control.has('s-maxage')))
    return '§4.2.4: no stale use when proxy-revalidate or s-maxage is there'
  return theirs === 'use and renew' && wishes.has('max-age')
    ? '§5.2.1.1: max-age of a request forbids what is stale'
    : null
}

/** Both are asked what a 304 does to the stored response. @returns the difference that was met. */
function compareRenewal(exchange: RandomExchange, news: Record<string, string>): string | null {
  const policy = referencePolicy(exchange)
  const stored = storedOf(exchange)
  if (!isStorable(exchange) || !policy.storable() || exchange.response.vary === '*') return null
  const now = RECEIVED_AT + exchange.afterMicros
  atMoment(now)
  // Far beyond stale-if-error, which the reference would ask first; a 304 is no error, so it does not matter.
  const theirs = policy.revalidatedPolicy(
    { method: 'GET', url: '/x', headers: exchange.request },
    { status: 304, headers: news },
  )
  const chosen = validatedBy(headersOf(news), [stored])
  const own = exchange.response.etag
  if ((chosen !== null) !== theirs.matches) {
    expect(chosen).toBeNull()
    if (own !== undefined && news.etag !== undefined) {
      expect([own.startsWith('W/'), news.etag.startsWith('W/')]).toEqual([true, false])
      return '§4.3.4: a strong tag names no weak one'
    }
    expect(own).toBeUndefined()
    expect(news.etag).toMatch(/^W\//)
    return '§4.3.4: a tag that is not stored names nothing'
  }
  if (chosen === null) return null
  const fresh = renewed(chosen, headersOf(news), { requestedAt: now, receivedAt: now })
  const kept = theirs.policy.responseHeaders()
  for (const name of ['etag', 'last-modified', 'cache-control', 'expires', 'vary'])
    if (exchange.response[name] !== undefined) expect(fresh.response.headers.get(name)).toBe(kept[name])
  if (news['x-server'] === undefined) return null
  expect(fresh.response.headers.get('x-server')).toBe('new')
  expect(kept['x-server']).toBeUndefined()
  return '§3.2: fields that the stored response lacks are added'
}
