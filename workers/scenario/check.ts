/** Checks of scenarios, wherever they come from: a link, a file, a control. Nothing here throws, whatever it is given. */
import { formatDuration } from '../kernel/time'
import type { SystemMeta } from '../systems/system'
import { type Intervention, SCENARIO_LIMITS, type Scenario } from './scenario'
import { isWhole, valueProblem } from './url-value'

const { maxSeed, minHorizonMicros, maxHorizonMicros, maxScript, maxSlowFactor, maxPauseMicros, maxExtraMicros } =
  SCENARIO_LIMITS

const MOST_PROBLEMS = 50

/** Everything that is wrong with a scenario, as sentences; empty for one that can be run. At most 50 are told. */
export function checkScenario(meta: SystemMeta, scenario: Scenario): string[] {
  const given = fieldsOf(scenario)
  const problems: string[] = []
  if (given.system !== meta.id) problems.push(`The scenario is not one of “${meta.title}”.`)
  if (!meta.variants.some(({ id }) => id === given.variant)) {
    problems.push(`The variant must be one of ${meta.variants.map(({ id }) => id).join(', ')}.`)
  }
  problems.push(...valueProblems(meta, fieldsOf(given.values)))
  if (!isWhole(given.seed, 0, maxSeed)) problems.push(`The seed must be a ${SEED_RANGE}.`)
  if (!isWhole(given.horizonMicros, minHorizonMicros, maxHorizonMicros)) {
    problems.push(`The length of the run must be ${HORIZON_RANGE}.`)
  }
  problems.push(...scriptProblems(meta, given.script))
  return problems.slice(0, MOST_PROBLEMS)
}

export const SEED_RANGE = `whole number from 0 to ${maxSeed}`
export const HORIZON_RANGE = `from ${formatDuration(minHorizonMicros)} to ${formatDuration(maxHorizonMicros)}`

/** What is wrong with one entry of a script, as the rest of a sentence, or null. */
export function interventionProblem(entry: Intervention, meta: SystemMeta): string | null {
  const given = fieldsOf(entry)
  if (!isWhole(given.at, 0, maxHorizonMicros)) return `needs a moment up to ${formatDuration(maxHorizonMicros)}`
  switch (given.kind) {
    case 'crash':
    case 'restart':
      return nodeProblem(given.node)
    case 'pause':
      return nodeProblem(given.node) ?? spanProblem(given.forMicros, maxPauseMicros)
    case 'slow':
      return nodeProblem(given.node) ?? factorProblem(given.factor)
    case 'cut':
    case 'heal':
      return linkProblem(given.link)
    case 'delay':
      return linkProblem(given.link) ?? spanProblem(given.extraMicros, maxExtraMicros)
    case 'drop':
      return linkProblem(given.link) ?? (isWhole(given.percent, 0, 100) ? null : 'needs a percentage from 0 to 100')
    case 'set':
      return setProblem(given.parameter, given.value, meta)
    case 'act':
      return actProblem(given.action, given.target, meta)
    default:
      return 'is no kind of intervention'
  }
}

function valueProblems(meta: SystemMeta, values: Fields): string[] {
  const known = meta.parameters.flatMap((parameter) => {
    const problem = valueProblem(parameter, Object.hasOwn(values, parameter.key) ? values[parameter.key] : undefined)
    return problem === null ? [] : [`“${parameter.key}” ${problem}.`]
  })
  const isMore = Object.keys(values).some((key) => !meta.parameters.some((parameter) => parameter.key === key))
  return isMore ? [...known, 'The scenario has values that this system does not know.'] : known
}

function scriptProblems(meta: SystemMeta, script: unknown): string[] {
  if (!Array.isArray(script)) return ['The script must be a list.']
  if (script.length > maxScript) return [`A script has at most ${maxScript} entries, not ${script.length}.`]
  const problems: string[] = []
  let last = 0
  for (const [index, entry] of (script as Intervention[]).entries()) {
    const problem = interventionProblem(entry, meta)
    if (problem !== null) problems.push(`Entry ${index + 1} of the script ${problem}.`)
    else if (entry.at < last) problems.push(`Entry ${index + 1} of the script is earlier than the one before it.`)
    else last = entry.at
  }
  return problems
}

function nodeProblem(name: unknown): string | null {
  return isName(name) ? null : 'needs the name of a node: up to 32 lower-case letters, digits and hyphens'
}

function linkProblem(link: unknown): string | null {
  if (Array.isArray(link) && link.length === 2 && link.every(isName)) return null
  return 'needs the names of two nodes, such as lb~s2'
}

function spanProblem(micros: unknown, max: number): string | null {
  return isWhole(micros, 0, max) ? null : `needs a time up to ${formatDuration(max)}`
}

/** Two decimals at most, so that the text of a link holds the whole factor. */
function factorProblem(factor: unknown): string | null {
  const isFine =
    typeof factor === 'number' && factor >= 1 && factor <= maxSlowFactor && Math.round(factor * 100) / 100 === factor
  return isFine ? null : `needs a factor from 1 to ${maxSlowFactor} with at most two decimals`
}

function setProblem(key: unknown, value: unknown, meta: SystemMeta): string | null {
  const parameter = meta.parameters.find((candidate) => candidate.key === key)
  if (parameter === undefined) return 'names no parameter of this system'
  if (parameter.live !== true) return `sets ${parameter.key}, which cannot change during a run`
  const problem = valueProblem(parameter, value)
  return problem === null ? null : `has a wrong value: ${parameter.key} ${problem}`
}

function actProblem(action: unknown, target: unknown, meta: SystemMeta): string | null {
  if (!meta.actions.some(({ id }) => id === action)) return 'is nothing that can be done here'
  return target === null ? null : nodeProblem(target)
}

/** Whether something is a name as nodes have them. */
export function isName(name: unknown): name is string {
  return typeof name === 'string' && /^[a-z0-9-]{1,32}$/.test(name)
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
