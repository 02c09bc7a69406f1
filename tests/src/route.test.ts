import { describe, expect, it } from 'vitest'
import { routeOf } from '../../src/route'
import { systemNamed } from '../../workers/scenario/url'

describe('the page that an address names', () => {
  it('is a playground when it names a system, with or without a scenario', () => {
    expect(routeOf('#/load-balancer')).toEqual({ page: 'playground', system: 'load-balancer' })
    expect(routeOf('#/load-balancer?rps=3&t=2s')).toEqual({ page: 'playground', system: 'load-balancer' })
  })

  it('is the same one for a link typed with a capital or a slash at the end, and the link names it too', () => {
    for (const hash of ['#/Load-Balancer?rps=3', '#/load-balancer/', '#/load-balancer/?t=2s', '#/LOAD-BALANCER/x']) {
      expect(routeOf(hash), hash).toEqual({ page: 'playground', system: 'load-balancer' })
      expect(systemNamed(hash), hash).toBe('load-balancer')
    }
  })

  it('is the gallery for everything else', () => {
    for (const hash of ['', '#', '#/', '#/?x=1', '#load-balancer', '#/Load Balancer', '#/<script>'])
      expect(routeOf(hash), hash).toEqual({ page: 'gallery' })
  })
})
