import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { anchorsByFile, marksNamed, shownSource } from '../tools/code-sources'
import { resolveAnchors } from '../tools/source-anchors'
import { listFiles } from './source-file'

const FILE = 'workers/algorithms/balance/sample.ts'
const TEXT = `/** Counts, and “return” in a comment is no keyword. */
export class Sample {
  #count = 0

  /** The next number. */
  next(): number {
    // @flaw It never comes
    // to an end.
    this.#count += 1
    return this.#step('for')
  }

  #step(word: string): number {
    return word.length
  }
}

export function make() {
  return {
    choose(sample: Sample) {
      return sample.next()
    },
  }
}
`

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

  it('is named for marks that there are', () => {
    const texts = ['workers/components', 'workers/systems']
      .flatMap((folder) => listFiles(process.cwd(), folder))
      .filter((path) => !path.endsWith('/code.ts'))
      .map((path) => readFileSync(path, 'utf8'))
    for (const mark of marksNamed)
      expect(
        texts.some((text) => text.includes(`'${mark}'`)),
        mark,
      ).toBe(true)
  })
})

describe('lines of a source', () => {
  it('are found by function, method, private method, method of a factory and statement', () => {
    const wanted = ['Sample.next', 'Sample.#step', 'make.choose', 'Sample.next: this.#count']
    const { anchors } = resolveAnchors(FILE, TEXT, wanted)
    expect(anchors['Sample.next']).toEqual({ lit: [6, 11], around: [5, 11] })
    expect(anchors['Sample.#step']?.lit).toEqual([13, 15])
    expect(anchors['make.choose']?.lit).toEqual([20, 22])
    expect(anchors['Sample.next: this.#count']).toEqual({ lit: [9, 9], around: [5, 11] })
  })

  it.each(['Sample.last', 'next', 'Sample.next: return nothing', 'Sample'])(
    'are refused for %s, which is not there',
    (wanted) => {
      expect(() => resolveAnchors(FILE, TEXT, [wanted])).toThrow(FILE)
    },
  )

  it('tell a flaw where its comment stands', () => {
    expect(resolveAnchors(FILE, TEXT, []).flaws).toEqual([{ line: 7, to: 8, text: 'It never comes to an end.' }])
  })

  it('are coloured by syntax, not by words', () => {
    const { spans } = resolveAnchors(FILE, TEXT, [])
    expect(spans[0]).toEqual([[0, TEXT.indexOf('\n'), 'comment']])
    expect(spans[9]).toEqual([
      [4, 10, 'keyword'],
      [11, 15, 'keyword'],
      [22, 27, 'string'],
    ])
    expect(spans[8]?.at(-1)).toEqual([19, 20, 'number'])
  })
})
