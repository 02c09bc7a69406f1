import { describe, expect, test } from 'vitest'
import { arrange } from '../../../src/canvas/arrangement'
import { curvePoint } from '../../../src/canvas/curve'
import { loadKinds } from '../../../src/canvas/glyphs/kinds'
import type { Layout } from '../../../src/canvas/layout'
import { covered, WORD } from '../../../src/canvas/word-places'
import { Values } from '../../../workers/scenario/parameters'
import { presetScenario } from '../../../workers/scenario/preset-scenario'
import { startRun } from '../../../workers/session/run'
import { catalog } from '../../../workers/systems/catalog'
import { loadView } from '../../../workers/systems/loaders'
import { loadModel } from '../../../workers/systems/models'

const WORD_AREA = WORD.width * WORD.height

async function layoutOf(system: string, preset: string, space: { width: number; height: number }): Promise<Layout> {
  const meta = catalog.find(({ id }) => id === system) ?? expect.fail(`no ${system}`)
  const chosen = meta.presets.find(({ id }) => id === preset) ?? expect.fail(`no ${preset}`)
  const view = await loadView(system)
  await loadKinds(view.glyphs)
  const scenario = presetScenario(meta, chosen)
  const { topology } = startRun(scenario, await loadModel(system)).world
  const values = new Values(scenario.values)
  const glyphs = topology.nodes.map((node) => view.glyph(node, values))
  return arrange(topology, glyphs, view.place, space).layout
}

/** How much of all words lies under boxes or under other words, in whole words. */
function hiddenWords({ pairs, boxes }: Pick<Layout, 'pairs' | 'boxes'>): number {
  const words = pairs.map(({ word }) => ({ ...word, ...WORD }))
  const hidden = words.map((word, index) => {
    const near = [...boxes, ...words.slice(0, index)]
    return near.reduce((sum, other) => sum + covered(word, other), 0)
  })
  return hidden.reduce((sum, area) => sum + area, 0) / WORD_AREA
}

describe('the words of links', () => {
  test.each([
    ['replication', 'raft-partition', 680, 442],
    ['replication', 'raft-partition', 812, 574],
    ['load-balancer', 'slow-server', 812, 574],
    ['sharding', 'live-ring', 390, 388],
  ])('of %s (%s) at %i × %i are clear of boxes and of each other', async (system, preset, width, height) => {
    expect(hiddenWords(await layoutOf(system, preset, { width, height }))).toBeLessThan(0.5)
  })

  test.each([
    [812, 574],
    [390, 388],
  ])(
    'of ten links between five copies at %i × %i hide far less than at one place of every curve',
    async (width, height) => {
      const layout = await layoutOf('distributed-database', 'partition-available', { width, height })
      const atOnePlace = layout.pairs.map((pair) => ({ ...pair, word: curvePoint(pair.curve, 0.7) }))
      expect(hiddenWords(layout)).toBeLessThan(hiddenWords({ ...layout, pairs: atOnePlace }) * 0.45)
    },
  )
})
