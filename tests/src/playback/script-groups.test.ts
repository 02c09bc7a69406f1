import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apartFrom, groupText, ONE_BREATH_MICROS, scriptGroups } from '../../../src/playback/script-groups'
import type { Intervention } from '../../../workers/scenario/scenario'

const META = { parameters: [], actions: [] }
const cut = (a: string, b: string, at = 0): Intervention => ({ at, kind: 'cut', link: [a, b] })
const crash = (node: string, at = 0): Intervention => ({ at, kind: 'crash', node })

describe('groups of a script', () => {
  test('hold every entry once, in order, and part where there is time between two', () => {
    const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 400 })), {
      maxLength: 40,
      size: 'max',
    })
    fc.assert(
      fc.property(gaps, (between) => {
        const moments = between.map((_, index) => between.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0))
        const script = moments.map((at, index) => crash(`s${index}`, at))
        const groups = scriptGroups(script, META)
        expect(groups.flatMap(({ entries }) => entries)).toEqual(script)
        for (const { index, at, entries } of groups) expect([script[index], at]).toEqual([entries[0], entries[0]?.at])
        const parted = groups.map(({ index }) => index)
        const expected = script.flatMap((entry, index) =>
          index === 0 || entry.at - (script[index - 1] as Intervention).at > ONE_BREATH_MICROS ? [index] : [],
        )
        expect(parted).toEqual(expected)
      }),
      { seed: 11 },
    )
  })
})

describe('a group that is moved', () => {
  test('goes where it is wanted when nothing stands there, else just behind what does', () => {
    const script = [crash('a', 0), crash('b', 1_000), crash('c', 1_050), crash('d', 1_200), crash('e', 5_000)]
    const groups = scriptGroups(script, META)
    const first = groups[0] ?? expect.fail()
    expect(groups).toHaveLength(4)
    expect(apartFrom(groups, first, 3_000)).toBe(3_000)
    expect(apartFrom(groups, first, 950)).toBe(1_301)
    expect(apartFrom(groups, first, 5_000)).toBe(5_101)
    expect(apartFrom(groups, first, 0)).toBe(0)
  })
})

describe('the name of a group', () => {
  test('says each when that is short', () => {
    expect(groupText([crash('s1')], META)).toBe('crash s1')
    expect(groupText([crash('s1'), { at: 1, kind: 'restart', node: 's1' }], META)).toBe('crash s1, restart s1')
  })
  test('counts what is alike, and says whose links they are', () => {
    const others = ['n2', 'n3', 'app-1', 'app-2']
    expect(
      groupText(
        others.map((other) => cut(other, 'n1')),
        META,
      ),
    ).toBe('cut 4 links of n1')
    expect(groupText([...others.map((other) => cut(other, 'n1')), cut('n2', 'n3')], META)).toBe('cut 5 links')
    expect(
      groupText(
        ['shard-1', 'shard-2', 'shard-3'].map((node) => crash(node)),
        META,
      ),
    ).toBe('crash 3 nodes')
  })
  test('counts what differs', () => {
    const mixed = [cut('coordinator-a', 'n1'), crash('coordinator-b'), crash('n1')]
    expect(groupText(mixed, META)).toBe('3 changes')
  })
})
