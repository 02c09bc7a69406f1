import { describe, expect, test } from 'vitest'
import { arrange, scaleOf } from '../../../src/canvas/arrangement'
import { loadKinds } from '../../../src/canvas/glyphs/kinds'
import { Values } from '../../../workers/scenario/parameters'
import { presetScenario } from '../../../workers/scenario/preset-scenario'
import { startRun } from '../../../workers/session/run'
import { catalog } from '../../../workers/systems/catalog'
import { loadView } from '../../../workers/systems/loaders'
import { loadModel } from '../../../workers/systems/models'

/** What is left for the picture on a window of 1024 × 768 and on a phone, in pixels. */
const SPACES = { window: { width: 680, height: 442 }, phone: { width: 390, height: 388 } }
/** Words of nodes are ten to eleven units high. */
const LEAST_SCALE = { window: 0.75, phone: 0.5 }

describe.each(catalog.map((meta) => [meta.id, meta] as const))('the picture of %s', (_, meta) => {
  test.each(['window', 'phone'] as const)('is large enough to read on a %s, in every preset', async (kind) => {
    const view = await loadView(meta.id)
    await loadKinds(view.glyphs)
    const model = await loadModel(meta.id)
    for (const preset of meta.presets) {
      const scenario = presetScenario(meta, preset)
      const { topology } = startRun(scenario, model).world
      const values = new Values(scenario.values)
      const glyphs = topology.nodes.map((node) => view.glyph(node, values))
      const scale = scaleOf(arrange(topology, glyphs, view.place, SPACES[kind]), SPACES[kind])
      expect(scale, preset.id).toBeGreaterThan(LEAST_SCALE[kind])
    }
  })

  test('is drawn with the glyphs that its view names, and with no other', async () => {
    const view = await loadView(meta.id)
    const model = await loadModel(meta.id)
    const drawn = meta.presets.flatMap((preset) => {
      const scenario = presetScenario(meta, preset)
      const values = new Values(scenario.values)
      return startRun(scenario, model).world.topology.nodes.map((node) => view.glyph(node, values).type)
    })
    expect([...new Set(drawn)].sort()).toEqual([...view.glyphs].sort())
  })
})

await loadKinds(['client'])

describe('an arrangement', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const topology = { nodes: names.map((name) => ({ name, kind: 'client' })), links: [] }
  const glyphs = names.map(() => ({ type: 'client' as const }))
  const column = (step: number) => () =>
    Object.fromEntries(names.map((name, index) => [name, { x: 0, y: index * step }]))

  test('keeps the large boxes where they are legible', () => {
    const { compact, narrow } = arrange(topology, glyphs, column(100), { width: 900, height: 700 })
    expect([compact, narrow]).toEqual([false, false])
  })

  test('draws boxes together, and then takes the small ones, where the space is low', () => {
    const low = { width: 700, height: 520 }
    const roomy = arrange(topology, glyphs, column(300), { width: 900, height: 2_400 })
    const close = arrange(topology, glyphs, column(300), low)
    expect(scaleOf(close, low)).toBeGreaterThan(0.8)
    expect(close.layout.bounds.height).toBeLessThan(roomy.layout.bounds.height)
    expect(close.compact).toBe(false)
    expect(arrange(topology, glyphs, column(100), { width: 700, height: 360 }).compact).toBe(true)
  })

  test('goes from top to bottom on a phone', () => {
    expect(arrange(topology, glyphs, column(80), { width: 390, height: 900 })).toMatchObject({
      narrow: true,
      compact: true,
    })
  })
})
