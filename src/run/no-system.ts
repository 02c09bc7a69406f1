/** What the run store holds while only the gallery is open: a system without nodes, never run and never in the catalog. */
import type { Scenario } from '../../workers/scenario/scenario'
import type { SystemMeta, SystemView } from '../../workers/systems/system'

export const noMeta: SystemMeta = {
  id: '',
  title: '',
  question: '',
  summary: '',
  section: 'Fundamentals',
  tags: [],
  revision: 0,
  horizonMicros: 0,
  seed: 0,
  variants: [],
  parameters: [],
  actions: [],
  presets: [],
  picture: { preset: '', node: '' },
}

export const noView: SystemView = { place: () => ({}), glyph: () => ({ type: 'client' }), glyphs: [] }

export const noScenario: Scenario = { system: '', variant: '', values: {}, seed: 0, horizonMicros: 0, script: [] }
