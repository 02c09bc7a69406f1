import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Route, Router } from '../../../workers/network/http/router'

const TABLE: readonly Route<string>[] = [
  { method: 'GET', pattern: '/*', value: 'anything' },
  { method: 'GET', pattern: '/users/:id', value: 'one user' },
  { method: 'DELETE', pattern: '/users/:id', value: 'delete' },
  { method: 'GET', pattern: '/users/me', value: 'me' },
  { method: 'GET', pattern: '/users/:id/files/*', value: 'files' },
  { method: 'POST', pattern: '/orders', value: 'order' },
]
const router = new Router(TABLE)

describe('a routing table', () => {
  it.each([
    ['GET', '/users/me', 'me', {}],
    ['GET', '/users/7?x=1', 'one user', { id: '7' }],
    ['HEAD', '/users/7', 'one user', { id: '7' }],
    ['DELETE', '/users/7', 'delete', { id: '7' }],
    ['GET', '/users/a%2Fb', 'one user', { id: 'a/b' }],
    ['GET', '/users/%C3%A9', 'one user', { id: 'é' }],
    ['GET', '/users/7/files/a/b', 'files', { id: '7', '*': 'a/b' }],
    ['GET', '/users/7/files/', 'files', { id: '7', '*': '' }],
    ['GET', '/users/', 'anything', { '*': 'users/' }],
    ['GET', '/', 'anything', { '*': '' }],
    ['GET', '/users/7/other', 'anything', { '*': 'users/7/other' }],
  ])('%s %s is %s', (method, target, value, parameters) => {
    expect(router.match(method, target)).toMatchObject({ kind: 'found', value, parameters })
  })

  it.each([
    ['DELETE', '/users/me', { kind: 'not allowed', allow: ['GET', 'HEAD', 'OPTIONS'] }],
    ['GET', '/orders', { kind: 'not allowed', allow: ['POST', 'OPTIONS'] }],
    ['OPTIONS', '/users/7', { kind: 'options', allow: ['GET', 'DELETE', 'HEAD', 'OPTIONS'] }],
    ['OPTIONS', '*', { kind: 'options', allow: ['GET', 'DELETE', 'POST', 'HEAD', 'OPTIONS'] }],
    ['BREW', '/orders', { kind: 'not implemented' }],
    ['GET', '/users/%zz', { kind: 'malformed' }],
    ['GET', '/users/%c3', { kind: 'malformed' }],
  ])('%s %s is %j', (method, target, verdict) => {
    expect(router.match(method, target)).toEqual(verdict)
  })

  it('knows no path that fits no line', () => {
    expect(new Router(TABLE.slice(1)).match('GET', '/nowhere')).toEqual({ kind: 'not found' })
  })

  it('refuses two lines for one path, and patterns that are none', () => {
    const get = (pattern: string) => ({ method: 'GET', pattern, value: '' })
    expect(() => new Router([get('/a'), get('/a')])).toThrow(RangeError)
    expect(() => new Router([get('/:a'), get('/:b')])).toThrow(/one path under two names/)
    for (const pattern of ['a', '/*/a', '/:', ''])
      expect(() => new Router([get(pattern)])).toThrow(/A pattern is a path/)
  })

  it('chooses the most specific line, whatever the order, as trying every pair of lines does', () => {
    const segment = fc.constantFrom('a', 'b', ':p')
    const pattern = fc
      .tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([segments, open]) => `/${[...segments, ...(open ? ['*'] : [])].join('/')}`)
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
      .map((list) => `/${list.join('/')}`)
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { minLength: 1, maxLength: 8 }), path, (patterns, target) => {
        const routes = patterns.map((own) => ({ method: 'GET', pattern: own, value: own }))
        const found = new Router(routes).match('GET', target)
        const naive = patterns.filter((own) => fits(own, target)).reduce<string | null>(moreSpecific, null)
        expect(found.kind === 'found' ? found.value : null).toBe(naive)
        expect(new Router([...routes].reverse()).match('GET', target)).toEqual(found)
      }),
      { seed: 7, numRuns: 1_000 },
    )
  })
})

/** The pattern as a regular expression. */
function fits(pattern: string, target: string): boolean {
  const source = pattern.replace(/\/\*$/, '(/.*)').replace(/:p/g, '[^/]+')
  return new RegExp(`^${source}$`).test(target)
}

/** As words in an order of their own: text is 0, a parameter 1, the rest 2. */
function moreSpecific(best: string | null, own: string): string {
  const word = (pattern: string) =>
    pattern
      .split('/')
      .slice(1)
      .map((segment) => (segment === '*' ? 2 : segment === ':p' ? 1 : 0))
      .join('')
  return best === null || word(own) < word(best) ? own : best
}
