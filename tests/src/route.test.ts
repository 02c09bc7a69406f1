import { describe, expect, it } from 'vitest'
import { routeOf } from '../../src/route'

describe('the page that an address names', () => {
  it('is a playground when it names a system, with or without a scenario', () => {
    expect(routeOf('#/load-balancer')).toEqual({ page: 'playground', system: 'load-balancer' })
    expect(routeOf('#/load-balancer?rps=3&t=2s')).toEqual({ page: 'playground', system: 'load-balancer' })
  })

  it('is the gallery for everything else', () => {
    for (const hash of ['', '#', '#/', '#/?x=1', '#load-balancer', '#/Load Balancer', '#/<script>'])
      expect(routeOf(hash), hash).toEqual({ page: 'gallery' })
  })
})
