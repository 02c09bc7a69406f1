import { describe, expect, it } from 'vitest'
import { anchorsByFile, shownSource } from './code-sources'

describe('every source that a system names', () => {
  it.each([...anchorsByFile])('%s has what is said to be at work', (file, anchors) => {
    const { lines, anchors: found } = shownSource(process.cwd(), file)
    expect(Object.keys(found)).toEqual(anchors)
    for (const { lit, around } of Object.values(found)) {
      expect(around[0]).toBeLessThanOrEqual(lit[0])
      expect(lit[1]).toBeLessThanOrEqual(around[1])
      expect(around[1]).toBeLessThanOrEqual(lines.length)
    }
  })
})
