import type { Preset } from '../../workers/systems/system'

/** Moments that stand under one heading. */
export interface Topic {
  /** Undefined for moments before the first that begins a topic. */
  readonly topic: string | undefined
  readonly presets: readonly Preset[]
}

/** The moments of a system under their headings, in their order. */
export function topicsOf(presets: readonly Preset[]): readonly Topic[] {
  const topics: { topic: string | undefined; presets: Preset[] }[] = []
  for (const preset of presets) {
    const last = topics.at(-1)
    if (last !== undefined && preset.topic === undefined) last.presets.push(preset)
    else topics.push({ topic: preset.topic, presets: [preset] })
  }
  return topics
}
