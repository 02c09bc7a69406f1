import { kindOf, loadKinds } from '../../src/canvas/glyphs/kinds'
import { NamedMarks } from '../../src/canvas/named-marks'
import type { CardPicture } from '../../src/gallery/card-picture'
import type { LessonWords, SystemCard, SystemWords } from '../../src/gallery/system-card'
import { Values } from '../../workers/scenario/parameters'
import { findPreset, presetScenario } from '../../workers/scenario/preset-scenario'
import { startRun } from '../../workers/session/run'
import { catalog, findSystem } from '../../workers/systems/catalog'
import type { Lesson } from '../../workers/systems/lesson'
import { loadView } from '../../workers/systems/loaders'
import { loadModel } from '../../workers/systems/models'
import { Trace } from '../../workers/trace/trace'

/** Agenda entries between two looks at the time; any other number gives the same picture. */
const BUDGET = 5_000

const lessons = import.meta.glob<Lesson>('../../workers/systems/*/lesson.ts', { eager: true, import: 'default' })

/** What the gallery shows of every system, in its order. */
export const cards: readonly SystemCard[] = catalog.map((meta) => ({
  id: meta.id,
  title: meta.title,
  question: meta.question,
  section: meta.section,
  tags: meta.tags,
  preset: meta.picture.preset,
}))

/** What the search finds of every system beside its card, by its id. */
export const words: Readonly<Record<string, SystemWords>> = Object.fromEntries(
  catalog.map(({ id, summary, presets, variants }) => [
    id,
    {
      summary,
      presets: presets.map(({ title }) => title),
      variants: variants.map(({ label }) => label),
      lesson: lessonWords(lessons[`../../workers/systems/${id}/lesson.ts`]),
    },
  ]),
)

/**
 * Runs the preset of a system's card up to where it opens, and takes what one node shows there.
 * @throws Error when there is no such system, or it names a picture that there is not
 */
export async function takeCardPicture(id: string): Promise<CardPicture> {
  const meta = findSystem(id)
  const preset = meta === undefined ? undefined : findPreset(meta, meta.picture.preset)
  if (meta === undefined || preset === undefined) throw new Error(`${id} names no preset for its card.`)
  const [model, view] = await Promise.all([loadModel(id), loadView(id)])
  const scenario = presetScenario(meta, preset)
  const run = startRun(scenario, model)
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  const micros = preset.openAt ?? 0
  while (trace.status.kind === 'running' && trace.reachedMicros <= micros) trace.append(run.advance(BUDGET))
  const node = trace.topology.nodes.findIndex(({ name }) => name === meta.picture.node)
  const info = trace.topology.nodes[node]
  if (info === undefined) throw new Error(`${id} has no node ${meta.picture.node} for its card.`)
  const count = trace.countAt(micros)
  const glyph = view.glyph(info, new Values(scenario.values))
  await loadKinds([glyph.type])
  const mark = new NamedMarks(trace, new Set(kindOf(glyph).stepMarks)).last(node, trace.marksSet(count))
  return {
    glyph,
    reading: trace.reading(node, count),
    lastMark: mark < 0 ? null : trace.mark(mark),
    node: info.name,
    micros,
    title: preset.title,
  }
}

function lessonWords(lesson: Lesson | undefined): LessonWords | null {
  if (lesson === undefined) return null
  const steps = lesson.steps.map(({ title }) => title)
  const texts = lesson.steps.flatMap(({ text, prediction }) => [...text, prediction?.question ?? ''])
  const words =
    [lesson.promise, ...texts]
      .join(' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}-]{3,}/gu) ?? []
  return { title: lesson.title, steps, words: [...new Set(words)].sort().join(' ') }
}
