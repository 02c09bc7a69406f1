import { expect, test } from 'vitest'
import { tryScenario } from '../../workers/explore/trial'
import { readLink } from '../../workers/scenario/url'
import { packing } from '../../workers/scenario/url-packed'
import { catalog } from '../../workers/systems/catalog'
import { loadModel } from '../../workers/systems/models'
import { main } from './search-command'

async function searched(args: readonly string[], input = '') {
  const lines: string[] = []
  const errors: string[] = []
  const output = { out: (line: string) => lines.push(line), error: (line: string) => errors.push(line) }
  const code = await main(args, async () => input, output)
  return { code, errors, lines, parsed: lines.map((line) => JSON.parse(line)) }
}

const SLOW = ['load-balancer?variant=least&rps=100&for=2s', '--check', 'p99>800ms', '--runs', '60']

test('a finding is a link that meets the target when it is opened', async () => {
  const { code, parsed } = await searched(SLOW)
  expect(code).toBe(0)
  const [finding, tried] = parsed
  expect(finding).toMatchObject({ kind: 'finding' })
  expect(tried).toMatchObject({ kind: 'tried', shard: '1/1' })
  const { scenario, look, notes } = readLink(finding.link, catalog, packing)
  expect(notes).toEqual([])
  expect(look.micros).toBe(finding.atMs * 1_000)
  if (scenario === null) throw new Error('no scenario')
  const model = await loadModel('load-balancer')
  const { met } = tryScenario(scenario, model, { kind: 'latency', percent: 99, aboveMicros: 800_000 })
  expect(met).toEqual({ atMicros: look.micros, sentence: finding.sentence })
})

test('the lines of all shards merge to the finding of the whole search', async () => {
  const whole = await searched(SLOW)
  const shards = await Promise.all([1, 2, 3].map((part) => searched([...SLOW, '--shard', `${part}/3`])))
  const merged = await searched(['--merge'], shards.flatMap(({ lines }) => lines).join('\n'))
  expect(merged.code).toBe(0)
  expect(merged.parsed[0]).toEqual(whole.parsed[0])
  expect(merged.parsed[1].shard).toBe('3 shards')
})

test('finding nothing is told with what was tried, and by its own exit code', async () => {
  const { code, parsed } = await searched(['load-balancer?for=200ms', '--check', 'p99>59s', '--runs', '5'])
  expect(code).toBe(3)
  expect(parsed).toMatchObject([{ kind: 'tried', runs: 5 }])
  expect(parsed[0].events).toBeGreaterThan(0)
})

test.each([
  [['no-such-system'], /There are these systems/],
  [['load-balancer', '--check', 'fast'], /“fast” is no target/],
  [['load-balancer', '--runs', '0'], /--runs takes 1 to/],
  [['load-balancer', '--shard', '5/4'], /K from 1 to N/],
  [['load-balancer', '--speed', '5'], /no option --speed/],
  [['load-balancer', '--runs'], /--runs needs a value/],
  [[], /A link or a system is needed/],
])('%j is refused with a sentence', async (args, message) => {
  const { code, errors, lines } = await searched(args)
  expect(code).toBe(1)
  expect(lines).toEqual([])
  expect(errors.join('\n')).toMatch(message)
})
