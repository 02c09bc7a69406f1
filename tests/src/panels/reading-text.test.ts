import { describe, expect, it } from 'vitest'
import { readingLines, readingTable } from '../../../src/panels/reading-text'

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

  it('says yes or no for flags', () => {
    const lines = readingLines({ member: 1, up: 0, isLeader: true })
    expect(lines.map(({ label, text }) => `${label}: ${text}`)).toEqual(['Member: yes', 'Up: no', 'Is leader: yes'])
  })

  it('leaves out structures and empty texts, and keeps short lists', () => {
    const lines = readingLines({ placement: { kind: 'ring' }, mode: '', members: ['a', 'b'], none: [], gone: null })
    expect(lines.map(({ label, text }) => `${label}: ${text}`)).toEqual(['Members: a, b', 'None: none', 'Gone: –'])
  })
})

describe('the table of a reading', () => {
  it('has a row for each other node and a column for each key before the colon, and no line beside it', () => {
    const reading = {
      policy: 'least',
      'open:s1': 1234,
      'healthy:s1': 0,
      'open:s2': 2,
      'healthy:s2': 1,
      'waitMicros:s2': 5_000,
    }
    expect(readingTable(reading)).toEqual({
      columns: ['Open', 'Healthy', 'Wait'],
      rows: [
        { name: 's1', texts: ['1,234', 'no', ''] },
        { name: 's2', texts: ['2', 'yes', '5 ms'] },
      ],
    })
    expect(readingLines(reading).map(({ key }) => key)).toEqual(['policy'])
  })

  it('is absent when no key has a colon', () => {
    expect(readingTable({ busy: 1 })).toBeNull()
  })
})
