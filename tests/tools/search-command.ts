import { FaultSearch, type Finding, type Tried } from '../../workers/explore/search'
import { parseTarget, TARGET_FORMS } from '../../workers/explore/target'
import { START } from '../../workers/scenario/look'
import { linkOf, readLink } from '../../workers/scenario/url'
import { packing } from '../../workers/scenario/url-packed'
import { catalog, findSystem } from '../../workers/systems/catalog'
import { loadModel } from '../../workers/systems/models'
import { CONSOLE, type Output } from './output'

const USAGE = `Usage: npm run search -- '<link>' --check '<target>' [--runs N] [--shard K/N]
       npm run search -- --merge < lines

Looks for a seed and a fault script that break a scenario, makes the finding small and prints one JSON line for it and
one for what was tried. A target is ${TARGET_FORMS}.
--shard 2/4 tries every fourth candidate, from the second on; --merge reads the lines of all shards and prints the one
finding that the whole search has, whatever the number of shards.

The exit code is 0 when something was found, 3 when nothing was found, 1 when the input could not be taken.`

const MOST_RUNS = 1_000_000

/** The `search` command. Answers its exit code. `input` are the lines that `--merge` reads. */
export async function main(
  args: readonly string[],
  input: () => Promise<string>,
  output: Output = CONSOLE,
): Promise<number> {
  if (args[0] === '--merge') return merge(await input(), output)
  const request = readArguments(args)
  if (typeof request === 'string') {
    output.error(`${request}\n\n${USAGE}`)
    return 1
  }
  const { link, target, runs, shard } = request
  const { scenario, notes } = readLink(link, catalog, packing)
  for (const note of notes) output.error(note)
  const meta = scenario === null ? undefined : findSystem(scenario.system)
  if (scenario === null || meta === undefined || notes.length > 0) {
    output.error(`There are these systems: ${catalog.map(({ id }) => id).join(', ')}.`)
    return 1
  }
  const search = new FaultSearch(scenario, meta, await loadModel(meta.id), target, { runs, shard })
  while (!search.isOver) search.step()
  if (search.finding !== null) output.out(JSON.stringify(findingLine(search.finding)))
  output.out(JSON.stringify({ kind: 'tried', shard: `${shard.index + 1}/${shard.count}`, ...search.tried }))
  return search.finding === null ? 3 : 0
}

interface Request {
  readonly link: string
  readonly target: NonNullable<ReturnType<typeof parseTarget>>
  readonly runs: number
  readonly shard: { readonly index: number; readonly count: number }
}

/** The request, or a sentence that says what is wrong with it. */
function readArguments(args: readonly string[]): Request | string {
  const [link, ...rest] = args
  if (link === undefined || link === '--help') return 'A link or a system is needed.'
  const options = new Map<string, string>()
  for (let index = 0; index < rest.length; index += 2) {
    const [key, value] = [rest[index] as string, rest[index + 1]]
    if (!['--check', '--runs', '--shard'].includes(key)) return `There is no option ${key}.`
    if (value === undefined) return `${key} needs a value.`
    options.set(key, value)
  }
  const text = options.get('--check') ?? 'check'
  const target = parseTarget(text)
  if (target === null) return `“${text}” is no target.`
  const runs = Number(options.get('--runs') ?? 1000)
  if (!Number.isInteger(runs) || runs < 1 || runs > MOST_RUNS) return `--runs takes 1 to ${MOST_RUNS}.`
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(options.get('--shard') ?? '1/1') ?? []
  const shard = { index: Number(part) - 1, count: Number(of) }
  if (!(shard.index >= 0 && shard.index < shard.count)) return '--shard takes K/N with K from 1 to N, such as 2/4.'
  return { link, target, runs, shard }
}

function findingLine({ index, scenario, original, atMicros, sentence }: Finding) {
  const look = { ...START, micros: atMicros }
  return {
    kind: 'finding' as const,
    index,
    sentence,
    atMs: atMicros / 1_000,
    interventions: scenario.script.length,
    link: linkOf(scenario, look, catalog, packing),
    original: linkOf(original, { ...look, micros: 0 }, catalog, packing),
  }
}

type Line = ReturnType<typeof findingLine> | ({ kind: 'tried'; shard: string } & Tried)

function merge(text: string, output: Output): number {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Line)
  const findings = lines.filter((line) => line.kind === 'finding').sort((a, b) => a.index - b.index)
  const tried = lines.filter((line) => line.kind === 'tried')
  const faults: Record<string, number> = {}
  for (const each of tried)
    for (const [kind, count] of Object.entries(each.faults)) faults[kind] = (faults[kind] ?? 0) + count
  const sum = (of: (each: Tried) => number): number => tried.reduce((total, each) => total + of(each), 0)
  if (findings[0] !== undefined) output.out(JSON.stringify(findings[0]))
  const total = { runs: sum(({ runs }) => runs), events: sum(({ events }) => events), faults }
  output.out(JSON.stringify({ kind: 'tried', shard: `${tried.length} shards`, ...total }))
  return findings.length === 0 ? 3 : 0
}
