import { describe, expect, it } from 'vitest'
import { quotaHeaders, retryAfter } from '../../workers/components/quota-headers'

const POLICY = { name: 'default', quota: 10, windowMicros: 1_000_000 }

/** A structured field of one string item with integer parameters (RFC 9651), read by its grammar. */
function parseItem(text: string): { name: string; parameters: Record<string, number> } {
  const item = /^"([\x20-\x21\x23-\x5b\x5d-\x7e]*)"((?:;[a-z*][a-z0-9_.*-]*=-?[0-9]{1,15})*)$/.exec(text)
  if (item === null) throw new Error(`no structured field: ${text}`)
  const parameters = [...(item[2] ?? '').matchAll(/;([^=]+)=(-?[0-9]+)/g)].map((match) => [match[1], Number(match[2])])
  return { name: item[1] as string, parameters: Object.fromEntries(parameters) }
}

describe('fields of a quota', () => {
  it('are structured fields with the quota and the window, and what remains until when', () => {
    const headers = quotaHeaders(POLICY, 3, 250_000)
    expect(parseItem(headers['RateLimit-Policy'] as string)).toEqual({ name: 'default', parameters: { q: 10, w: 1 } })
    expect(parseItem(headers.RateLimit as string)).toEqual({ name: 'default', parameters: { r: 3, t: 1 } })
  })

  it('round time up to whole seconds and what remains down to whole units', () => {
    expect(quotaHeaders(POLICY, 3, null).RateLimit).toBe('"default";r=3')
    expect(quotaHeaders(POLICY, 3.9, 0).RateLimit).toBe('"default";r=3;t=0')
    expect(quotaHeaders(POLICY, -1, 1_000_001).RateLimit).toBe('"default";r=0;t=2')
  })

  it('Retry-After is whole seconds, rounded up', () => {
    expect(retryAfter(60_000)).toEqual({ 'Retry-After': '1' })
    expect(retryAfter(1_200_000)).toEqual({ 'Retry-After': '2' })
    expect(retryAfter(0)).toEqual({ 'Retry-After': '0' })
  })
})
