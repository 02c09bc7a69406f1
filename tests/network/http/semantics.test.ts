import { describe, expect, it } from 'vitest'
import { deadlineOf, refuseExpired, timeoutText, withDeadline } from '../../../workers/network/http/deadline'
import { matchesStrongly, matchesWeakly, parseEntityTag } from '../../../workers/network/http/entity-tag'
import { HeaderFields } from '../../../workers/network/http/header-fields'
import { httpDate } from '../../../workers/network/http/http-date'
import { fromRequest, fromResponse, toRequest, toResponse } from '../../../workers/network/http/http-message'
import { forwarded, passedBack, viaNames } from '../../../workers/network/http/intermediary'
import { mayRepeat, methodTraits } from '../../../workers/network/http/method'
import { evaluatePreconditions, type Representation } from '../../../workers/network/http/precondition'
import { problemResponse, readProblem } from '../../../workers/network/http/problem'
import { selectRange } from '../../../workers/network/http/range'
import { parseRetryAfter, retryAfterDate, retryAfterSeconds } from '../../../workers/network/http/retry-after'

const SECOND = 1_000_000
const NOW = 1_000 * SECOND

function fields(record: Record<string, string> = {}): HeaderFields {
  return HeaderFields.of(record)
}

describe('methods (RFC 9110 §9.2)', () => {
  it.each([
    ['GET', true, true],
    ['HEAD', true, true],
    ['OPTIONS', true, true],
    ['TRACE', true, true],
    ['PUT', false, true],
    ['DELETE', false, true],
    ['POST', false, false],
    ['PATCH', false, false],
    ['get', false, false],
    ['BREW', false, false],
  ])('%s: safe %s, idempotent %s', (method, safe, idempotent) => {
    expect(methodTraits(method)).toMatchObject({ safe, idempotent })
    expect(mayRepeat(method, false)).toBe(idempotent)
    expect(mayRepeat(method, true)).toBe(true)
  })
})

describe('entity tags (§8.8.3.2, its own table)', () => {
  it.each([
    ['W/"1"', 'W/"1"', false, true],
    ['W/"1"', 'W/"2"', false, false],
    ['W/"1"', '"1"', false, true],
    ['"1"', '"1"', true, true],
  ])('%s and %s: strong %s, weak %s', (one, other, strong, weak) => {
    const [a, b] = [parseEntityTag(one), parseEntityTag(other)]
    if (a === null || b === null) throw new Error('no tags')
    expect([matchesStrongly(a, b), matchesWeakly(a, b)]).toEqual([strong, weak])
  })

  it.each(['1', 'w/"1"', '"a b"', '"', ''])('%j is none', (text) => {
    expect(parseEntityTag(text)).toBeNull()
  })
})

describe('conditions (§13.2.2)', () => {
  const modified = NOW - 100 * SECOND
  const current: Representation = { tag: { weak: false, opaque: 'v2' }, modifiedAt: modified + 1 }
  const same = httpDate(modified)
  const before = httpDate(modified - SECOND)
  it.each<[string, string, Record<string, string>, Representation | null, string]>([
    ['the tag is the same', 'GET', { 'If-None-Match': '"v2"' }, current, 'not modified'],
    ['one of several tags is', 'GET', { 'If-None-Match': '"v1", W/"v2"' }, current, 'not modified'],
    ['it is another', 'GET', { 'If-None-Match': '"v1"' }, current, 'go on'],
    ['any will do', 'HEAD', { 'If-None-Match': '*' }, current, 'not modified'],
    ['create only', 'PUT', { 'If-None-Match': '*' }, current, 'failed'],
    ['create only, and nothing is there', 'PUT', { 'If-None-Match': '*' }, null, 'go on'],
    ['change what was seen', 'PUT', { 'If-Match': '"v2"' }, current, 'go on'],
    ['a weak tag is not strong enough', 'PUT', { 'If-Match': 'W/"v2"' }, current, 'failed'],
    ['lost update', 'PUT', { 'If-Match': '"v1"' }, current, 'failed'],
    ['nothing is there', 'PUT', { 'If-Match': '*' }, null, 'failed'],
    [
      'If-Match goes before If-Unmodified-Since',
      'PUT',
      { 'If-Match': '"v2"', 'If-Unmodified-Since': before },
      current,
      'go on',
    ],
    ['changed since', 'PUT', { 'If-Unmodified-Since': before }, current, 'failed'],
    ['not changed since, to the second', 'PUT', { 'If-Unmodified-Since': same }, current, 'go on'],
    ['a date that is none', 'PUT', { 'If-Unmodified-Since': 'yesterday' }, current, 'go on'],
    ['not modified since', 'GET', { 'If-Modified-Since': same }, current, 'not modified'],
    ['modified since', 'GET', { 'If-Modified-Since': before }, current, 'go on'],
    ['only for reading', 'POST', { 'If-Modified-Since': same }, current, 'go on'],
    [
      'If-None-Match goes before If-Modified-Since',
      'GET',
      { 'If-None-Match': '"v1"', 'If-Modified-Since': same },
      current,
      'go on',
    ],
    ['412 goes before 304', 'GET', { 'If-Match': '"v1"', 'If-None-Match': '"v2"' }, current, 'failed'],
    ['both hold', 'GET', { 'If-Match': '"v2"', 'If-None-Match': '"v2"' }, current, 'not modified'],
    ['OPTIONS has none', 'OPTIONS', { 'If-Match': '"v1"' }, current, 'go on'],
  ])('%s: %s %j', (_, method, headers, there, kind) => {
    expect(evaluatePreconditions(method, fields(headers), there, NOW).kind).toBe(kind)
  })
})

describe('ranges (§14)', () => {
  const current: Representation = { tag: { weak: false, opaque: 'v1' }, modifiedAt: NOW - 100 * SECOND }
  it.each<[Record<string, string>, string]>([
    [{}, 'whole'],
    [{ Range: 'bytes=0-0' }, 'bytes 0-0/100'],
    [{ Range: 'bytes=10-19' }, 'bytes 10-19/100'],
    [{ Range: 'BYTES=10-' }, 'bytes 10-99/100'],
    [{ Range: 'bytes=-10' }, 'bytes 90-99/100'],
    [{ Range: 'bytes=-1000' }, 'bytes 0-99/100'],
    [{ Range: 'bytes=90-1000' }, 'bytes 90-99/100'],
    [{ Range: 'bytes=100-' }, 'bytes */100'],
    [{ Range: 'bytes=-0' }, 'bytes */100'],
    [{ Range: 'bytes=20-10' }, 'whole'],
    [{ Range: 'bytes=-' }, 'whole'],
    [{ Range: 'bytes=0-1,5-6' }, 'whole'],
    [{ Range: 'lines=0-1' }, 'whole'],
    [{ Range: 'bytes=0-9', 'If-Range': '"v1"' }, 'bytes 0-9/100'],
    [{ Range: 'bytes=0-9', 'If-Range': '"v0"' }, 'whole'],
    [{ Range: 'bytes=0-9', 'If-Range': 'W/"v1"' }, 'whole'],
    [{ Range: 'bytes=0-9', 'If-Range': httpDate(NOW - 100 * SECOND) }, 'bytes 0-9/100'],
    [{ Range: 'bytes=0-9', 'If-Range': httpDate(NOW) }, 'whole'],
    [{ Range: 'bytes=0-9', 'If-Range': 'rubbish' }, 'whole'],
  ])('%j of 100 octets: %s', (headers, expected) => {
    const verdict = selectRange('GET', fields(headers), current, 100, NOW)
    expect(verdict.kind === 'whole' ? 'whole' : verdict.contentRange).toBe(expected)
    expect(selectRange('PUT', fields(headers), current, 100, NOW).kind).toBe('whole')
  })

  it('a date of the last minute is not strong enough for If-Range', () => {
    const young = { tag: null, modifiedAt: NOW - 59 * SECOND }
    const headers = fields({ Range: 'bytes=0-9', 'If-Range': httpDate(young.modifiedAt) })
    expect(selectRange('GET', headers, young, 100, NOW).kind).toBe('whole')
    expect(selectRange('GET', headers, young, 100, NOW + SECOND).kind).toBe('part')
  })
})

describe('Retry-After (§10.2.3)', () => {
  it('is read in both forms, and rounds up when it is written', () => {
    expect(parseRetryAfter(retryAfterSeconds(1_200_000), NOW)).toBe(2 * SECOND)
    expect(parseRetryAfter(retryAfterDate(NOW + 1), NOW)).toBe(SECOND)
    expect(parseRetryAfter(httpDate(NOW - 5 * SECOND), NOW)).toBe(0)
    expect(retryAfterSeconds(-5)).toBe('0')
  })

  it.each([null, undefined, '', '-1', '1.5', 'soon'])('%j says nothing', (text) => {
    expect(parseRetryAfter(text, NOW)).toBeNull()
  })
})

describe('an intermediary (§7.6)', () => {
  const GET = { method: 'GET', target: '/x' }

  it('removes what belongs to the connection, what Connection names, and adds itself to Via', () => {
    const headers = fields({
      Connection: 'close, X-Trace',
      'Keep-Alive': 'timeout=5',
      'x-trace': '1',
      TE: 'trailers',
      'Transfer-Encoding': 'chunked',
      Upgrade: 'h2c',
      'Proxy-Authorization': 'x',
      Accept: 'text/html',
      Via: '1.1 first',
    })
    const passing = forwarded({ ...GET, headers }, 'second')
    if (passing.kind !== 'forward') throw new Error('not forwarded')
    expect(passing.request.headers.toRecord()).toEqual({ Accept: 'text/html', Via: '1.1 first, 1.1 second' })
    expect(viaNames(passing.request.headers)).toEqual(['first', 'second'])
    const back = passedBack({ status: 200, headers: fields({ Connection: 'close', ETag: '"a"' }) }, 'second')
    expect(back.headers.toRecord()).toEqual({ ETag: '"a"', Via: '1.1 second' })
  })

  it('answers a loop, and a count of 0, itself', () => {
    const loop = forwarded({ ...GET, headers: fields({ Via: '1.1 a, 1.1 b' }) }, 'a')
    expect(loop).toMatchObject({ kind: 'answer', response: { status: 508, failure: { cause: 'forwarding loop' } } })
    const options = (count: string) =>
      forwarded({ method: 'OPTIONS', target: '*', headers: fields({ 'Max-Forwards': count }) }, 'a')
    expect(options('0')).toMatchObject({ kind: 'answer', response: { status: 200 } })
    const counted = options('2')
    expect(counted.kind === 'forward' && counted.request.headers.get('Max-Forwards')).toBe('1')
    expect(forwarded({ ...GET, headers: fields({ 'Max-Forwards': '0' }) }, 'a').kind).toBe('forward')
  })
})

describe('a deadline', () => {
  const GET = { method: 'GET', target: '/x', headers: HeaderFields.none }

  it('travels as the time that is left, less what each one used', () => {
    const sent = withDeadline(GET, 100_000, 0)
    expect(sent.headers.get('grpc-timeout')).toBe('100000u')
    const atFirst = deadlineOf(sent, 10_000)
    expect(atFirst).toBe(110_000)
    const passedOn = withDeadline(sent, atFirst as number, 40_000)
    expect(passedOn.headers.get('grpc-timeout')).toBe('70000u')
    expect(withDeadline(sent, 5, 10).headers.get('grpc-timeout')).toBe('0u')
  })

  it('that has passed is 504 without work', () => {
    expect(refuseExpired(100, 99, 'a')).toBeNull()
    expect(refuseExpired(null, 99, 'a')).toBeNull()
    expect(refuseExpired(100, 100, 'a')).toMatchObject({ status: 504, failure: { by: 'a' } })
  })

  it.each([
    [0, '0u'],
    [99_999_999, '99999999u'],
    [100_000_999, '100000m'],
    [100_000_000_000, '100000S'],
  ])('of %d µs is %s, never more than there is', (micros, text) => {
    expect(timeoutText(micros)).toBe(text)
    expect(deadlineOf({ ...GET, headers: fields({ 'grpc-timeout': text }) }, 0)).toBeLessThanOrEqual(micros)
  })

  it.each(['123456789u', '1', '1x', '-1S', ''])('%j is none', (text) => {
    expect(deadlineOf({ ...GET, headers: fields({ 'grpc-timeout': text }) }, 0)).toBeNull()
  })
})

describe('problem details (RFC 9457)', () => {
  it('are read as they were written, extensions cannot replace the standard members, and wrong types are ignored', () => {
    const problem = { type: '/problems/quota', title: 'Too many', status: 429, detail: 'wait', instance: '/orders/7' }
    const response = problemResponse(problem, { cause: 'quota', by: 'a' }, { status: 200, limit: 5 })
    expect(readProblem(response)).toEqual(problem)
    expect(response).toMatchObject({ status: 429, body: { status: 429, limit: 5 } })
    expect(readProblem({ ...response, body: { type: 1, title: 'x' } })).toEqual({
      type: 'about:blank',
      title: 'x',
      status: 429,
    })
    expect(readProblem({ status: 200, headers: fields({ 'Content-Type': 'application/json' }), body: {} })).toBeNull()
    expect(readProblem({ ...response, body: ['x'] })).toBeNull()
  })
})

describe('messages of the simulated network', () => {
  it('carry method, target, fields, body and size there and back', () => {
    const request = {
      method: 'PUT',
      target: '/a?b=1',
      headers: fields({ Host: 'a', ETag: '"x"' }),
      body: { n: 1 },
      contentBytes: 7,
    }
    expect(toRequest(request)).toMatchObject({ label: 'PUT /a?b=1', headers: { Host: 'a', ETag: '"x"' } })
    expect(fromRequest(structuredClone(toRequest(request)))).toEqual(request)
    const response = {
      status: 404,
      headers: fields({ Age: '1' }),
      failure: { cause: 'gone', by: 'b' },
      contentBytes: 0,
    }
    expect(fromResponse(structuredClone(toResponse(response)))).toEqual(response)
  })

  it('of components that know no HTTP are read too', () => {
    expect(fromRequest({ label: 'GET /x' })).toEqual({ method: 'GET', target: '/x', headers: HeaderFields.none })
    expect(fromRequest({ label: 'ping' })).toMatchObject({ method: 'GET', target: 'ping' })
  })
})
