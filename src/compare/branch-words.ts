import { formatDuration } from '../../workers/kernel/time'
import type { Branch } from '../../workers/scenario/branching'
import type { SystemMeta } from '../../workers/systems/system'

/** What a branch is called: its own name, or its variant and where it was forked. */
export function branchName(branch: Branch, meta: SystemMeta): string {
  if (branch.name !== '') return branch.name
  const variant = meta.variants.find(({ id }) => id === branch.scenario.variant)?.label ?? branch.scenario.variant
  return branch.fork === null ? variant : `${variant}, from ${formatDuration(branch.fork.atMicros)}`
}

/** What another branch differs in from this one, in words; empty when in nothing. */
export function differenceWords(one: Branch, other: Branch, meta: SystemMeta): string {
  const [a, b] = [one.scenario, other.scenario]
  const words: string[] = []
  if (a.variant !== b.variant) words.push('variant')
  for (const { key, label } of meta.parameters) if (a.values[key] !== b.values[key]) words.push(label.toLowerCase())
  if (a.seed !== b.seed) words.push('seed')
  if (a.horizonMicros !== b.horizonMicros) words.push('length')
  if (JSON.stringify(a.script) !== JSON.stringify(b.script)) words.push('what is done')
  return words.join(', ')
}
