import { describe, expect, it } from 'vitest'
import { readingLines } from '../../../src/panels/reading-text'

describe('the lines of a reading', () => {
  it('takes the unit from the end of the key', () => {
    const lines = readingLines({ waitMicros: 12_400, ratePerSecond: 250, hitPercent: 87.5, speed: 25, backoffMs: 1.5 })
    expect(lines.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Wait: 12.4 ms',
      'Rate: 250 /s',
      'Hit: 87.5 %',
      'Speed: 25 %',
      'Backoff: 1.5 ms',
    ])
  })

  it('names the other node after a colon and says yes or no for flags', () => {
    const lines = readingLines({ 'open:s1': 1234, 'healthy:s1': 0, member: 1, isLeader: true })
    expect(lines.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Open · s1: 1,234',
      'Healthy · s1: no',
      'Member: yes',
      'Is leader: yes',
    ])
  })

  it('leaves out structures and empty texts, and keeps short lists', () => {
    const lines = readingLines({ placement: { kind: 'ring' }, mode: '', members: ['a', 'b'], none: [], gone: null })
    expect(lines.map(({ label, text }) => `${label}: ${text}`)).toEqual(['Members: a, b', 'None: none', 'Gone: –'])
  })
})
