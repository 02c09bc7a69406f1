import { checkScenario } from '../../workers/scenario/check'
import { type Look, START } from '../../workers/scenario/look'
import { defaultScenario, presetScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { readLink } from '../../workers/scenario/url'
import { packing } from '../../workers/scenario/url-packed'
import { catalog, findSystem } from '../../workers/systems/catalog'
import type { Preset, SystemMeta } from '../../workers/systems/system'
import { httpLine, httpText } from '../../workers/trace/http-log'
import { redisLine, redisText } from '../../workers/trace/redis-log'
import type { Trace } from '../../workers/trace/trace'
import { type Protocol, TrafficLog } from '../../workers/trace/traffic'
import { CONSOLE, type Output } from './output'
import { type Report, reportOf, traceOf } from './play-report'

const USAGE = `Usage: npm run play -- '<link>' | '<system>?<query>' | '<scenario as JSON>' | --all [system]

Runs a scenario without a browser and prints JSON: its digest, what was counted, and what became of checks and claims.
--all runs every preset of every system, or of one, and prints one line each.
--log http or --log redis, behind a link, prints what was sent instead: an access log, or what MONITOR and redis-cli print.

The exit code is 1 when the input could not be taken as it stands, when a run broke, or, with --all, when a claim
does not hold or another check breaks than those that its preset breaks on purpose.`

/** The `play` command. Answers its exit code. */
export async function main(args: readonly string[], output: Output = CONSOLE): Promise<number> {
  const [input, option, log, ...more] = args
  if (input === '--help') {
    output.out(USAGE)
    return 0
  }
  const protocol = log === 'http' || log === 'redis' ? log : null
  const only = input === '--all' && option !== undefined ? findSystem(option) : undefined
  const isKnown = option === undefined || only !== undefined || (option === '--log' && protocol !== null)
  if (input === undefined || !isKnown || more.length > 0 || (input === '--all' && log !== undefined)) {
    output.error(USAGE)
    return 1
  }
  return input === '--all' ? playAll(only === undefined ? catalog : [only], output) : playOne(input, protocol, output)
}

async function playOne(input: string, protocol: Protocol | null, output: Output): Promise<number> {
  const { scenario, look, notes } = input.trimStart().startsWith('{')
    ? readJson(input)
    : readLink(input, catalog, packing)
  for (const note of notes) output.error(note)
  const meta = scenario === null ? undefined : findSystem(scenario.system)
  if (scenario === null || meta === undefined) {
    output.error(`There are these systems: ${catalog.map(({ id }) => id).join(', ')}.`)
    return 1
  }
  if (protocol !== null) {
    const lines = logOf(await traceOf(meta, scenario), protocol)
    output.out(lines.length === 0 ? `This run sends nothing over ${PROTOCOL_NAMES[protocol]}.` : lines.join('\n'))
    return notes.length === 0 ? 0 : 1
  }
  const report = await reportOf(meta, scenario, look)
  output.out(JSON.stringify(report, null, 2))
  return notes.length === 0 && report.status.kind === 'finished' ? 0 : 1
}

async function playAll(systems: readonly SystemMeta[], output: Output): Promise<number> {
  let isFine = true
  for (const meta of systems) {
    for (const preset of meta.presets) {
      const look: Look = { ...START, preset: preset.id, micros: preset.openAt ?? 0 }
      const report = await reportOf(meta, presetScenario(meta, preset), look)
      output.out(JSON.stringify(report))
      isFine &&= isAsMeant(report, preset)
    }
  }
  return isFine ? 0 : 1
}

const PROTOCOL_NAMES: Readonly<Record<Protocol, string>> = { http: 'HTTP', redis: 'Redis' }

function logOf(trace: Trace, protocol: Protocol): string[] {
  const log = new TrafficLog(trace, protocol)
  const text = (line: number): string =>
    protocol === 'redis' ? redisText(redisLine(log, line)) : httpText(httpLine(log, line))
  return Array.from({ length: log.length }, (_, line) => text(line))
}

function isAsMeant({ status, checks, claims }: Report, { breaks = [] }: Preset): boolean {
  const areChecksAsMeant = checks.every(({ check, holds }) => holds !== breaks.includes(check))
  return status.kind === 'finished' && areChecksAsMeant && claims.every(({ holds }) => holds)
}

interface Input {
  readonly scenario: Scenario | null
  readonly look: Look
  readonly notes: readonly string[]
}

/** A scenario as JSON; only `system` is needed, the rest defaults. Unlike a link, a wrong one is not mended. */
function readJson(text: string): Input {
  const refuse = (...notes: string[]): Input => ({ scenario: null, look: START, notes })
  let given: Partial<Scenario>
  try {
    given = JSON.parse(text) as Partial<Scenario>
  } catch (error) {
    return refuse(`The scenario is not JSON: ${error instanceof Error ? error.message : error}.`)
  }
  const meta = findSystem(String(given.system))
  if (meta === undefined) return refuse(`There is no system “${given.system}”.`)
  const base = defaultScenario(meta)
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(base, key))
  if (unknown.length > 0) return refuse(`A scenario has no ${unknown.join(', ')}.`)
  const scenario: Scenario = { ...base, ...given, values: { ...base.values, ...given.values } }
  const problems = checkScenario(meta, scenario)
  return problems.length > 0 ? refuse(...problems) : { scenario, look: START, notes: [] }
}
