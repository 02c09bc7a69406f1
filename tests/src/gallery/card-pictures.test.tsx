import { cardPictures } from 'virtual:gallery-cards'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { GlyphView } from '../../../src/canvas/glyphs/glyph-view'
import { kindOf } from '../../../src/canvas/glyphs/kinds'
import { NodeWatch } from '../../../src/canvas/node-moment'
import { loadCardPicture } from '../../../src/gallery/card-picture'
import { presetScenario } from '../../../workers/scenario/preset-scenario'
import { startRun } from '../../../workers/session/run'
import { catalog } from '../../../workers/systems/catalog'
import { loadModel } from '../../../workers/systems/models'
import { Trace } from '../../../workers/trace/trace'

const pictured = catalog.map((meta) => ({ id: meta.id, meta, ...meta.picture }))

test('every system has a picture for its card', () => {
  expect(Object.keys(cardPictures)).toEqual(pictured.map(({ id }) => id))
})

describe.each(pictured)('the card of $id', ({ id, meta, node, preset: presetId }) => {
  test('shows what the whole run has at that node and moment', async () => {
    const picture = await loadCardPicture(id)
    const preset = meta.presets.find((own) => own.id === presetId)
    expect(preset, `${id} has no preset ${presetId}`).toBeDefined()
    const scenario = presetScenario(meta, preset as NonNullable<typeof preset>)
    const run = startRun(scenario, await loadModel(id))
    const trace = new Trace(run.world.topology, scenario.horizonMicros)
    while (trace.status.kind === 'running') trace.append(run.advance(50_000))
    const index = trace.topology.nodes.findIndex(({ name }) => name === node)
    const { stepMarks } = kindOf(picture.glyph)
    const shown = new NodeWatch(trace, index, stepMarks).at(trace.countAt(preset?.openAt ?? 0))
    expect(picture).toMatchObject(JSON.parse(JSON.stringify(shown)))
    expect(picture.title).toBe(preset?.title)
  })

  test('draws, with no number missing', async () => {
    const { glyph, reading, lastMark } = await loadCardPicture(id)
    const markup = renderToStaticMarkup(<GlyphView glyph={glyph} reading={reading} lastMark={lastMark} size="card" />)
    expect(markup).toContain('<svg')
    expect(markup).not.toMatch(/NaN|undefined|Infinity/)
  })
})
