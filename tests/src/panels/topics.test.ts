import { describe, expect, test } from 'vitest'
import { topicsOf } from '../../../src/panels/topics'
import { catalog } from '../../../workers/systems/catalog'

/** As many titles as one takes in at a glance; the eleven ways to look at one thing come close. */
const MOST_IN_TOPIC = 11
/** More moments than this are no list but a search. */
const MOST_WITHOUT = 8

describe.each(catalog.map((meta) => [meta.id, meta.presets] as const))('the moments of %s', (_, presets) => {
  const topics = topicsOf(presets)

  test('stand under headings, each once and in their order', () => {
    expect(topics.flatMap((topic) => topic.presets)).toEqual(presets)
    const names = topics.map(({ topic }) => topic)
    expect(new Set(names).size).toBe(names.length)
    if (presets.length > MOST_WITHOUT) expect(names).not.toContain(undefined)
  })

  test('are few and belong together under each heading', () => {
    for (const { topic, presets } of topics) {
      expect(presets.length, topic).toBeLessThanOrEqual(MOST_IN_TOPIC)
      expect(topic?.length ?? 0, topic).toBeLessThanOrEqual(32)
    }
  })
})

test('moments before the first heading have none', () => {
  const [first, second] = catalog[0]?.presets ?? []
  if (first === undefined || second === undefined) throw new Error('the first system has too few moments')
  const { topic: _, ...bare } = first
  expect(topicsOf([bare, { ...second, topic: 'Later' }]).map(({ topic }) => topic)).toEqual([undefined, 'Later'])
})
