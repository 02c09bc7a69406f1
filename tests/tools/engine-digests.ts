import { presetScenario } from '../../workers/scenario/preset-scenario'
import { startRun } from '../../workers/session/run'
import { catalog } from '../../workers/systems/catalog'
import { loadModel } from '../../workers/systems/models'

/** Simulated time after which a preset is cut here: another engine has to agree, not to be fast. */
const LONGEST_MICROS = 1_000_000

/**
 * The digest of every preset, as `system preset digest`. It needs nothing but the language itself, so that any engine's
 * bare shell can run it.
 */
export async function engineDigests(): Promise<string[]> {
  const lines: string[] = []
  for (const meta of catalog) {
    const model = await loadModel(meta.id)
    for (const preset of meta.presets) {
      const scenario = presetScenario(meta, preset)
      const run = startRun({ ...scenario, horizonMicros: Math.min(scenario.horizonMicros, LONGEST_MICROS) }, model)
      let digest: string | null = null
      while (run.status.kind === 'running') digest = run.advance(50_000).digest
      lines.push(`${meta.id} ${preset.id} ${digest}`)
    }
  }
  return lines
}
