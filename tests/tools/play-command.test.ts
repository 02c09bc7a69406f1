import { expect, test } from 'vitest'
import { catalog } from '../../workers/systems/catalog'
import { main } from './play-command'

async function played(...args: string[]) {
  const lines: string[] = []
  const errors: string[] = []
  const code = await main(args, { out: (line) => lines.push(line), error: (line) => errors.push(line) })
  return { code, errors, report: lines.length === 0 ? null : JSON.parse(lines.join('\n')) }
}

const CRASH = 'load-balancer?for=2s&do=crash:s2@1s'

test('a run is counted: what was sent is delivered, lost, refused, late or still flying', async () => {
  const { code, errors, report } = await played(CRASH)
  const { hops, delivered, lost, refused, late, flying, requests, ok, failed, failedByCause, marks } = report.counts
  expect({ code, errors }).toEqual({ code: 0, errors: [] })
  expect(delivered + lost + refused + late + flying).toBe(hops)
  expect(ok + failed).toBeLessThanOrEqual(requests)
  expect(Object.values<number>(failedByCause).reduce((a, b) => a + b, 0)).toBe(failed)
  expect(failed).toBeGreaterThan(0)
  expect(marks['node/crashed']).toBe(1)
  expect(report.latencyMs.p50).toBeLessThanOrEqual(report.latencyMs.p99)
  expect(report.latencyMs.p99).toBeLessThanOrEqual(report.latencyMs.max)
  expect(report.checks.every(({ holds }: { holds: boolean }) => holds)).toBe(true)
  expect(report.digest).toMatch(/^[0-9a-f]{16}$/)
})

test('a link, its hash, a query, its own output and the scenario as JSON are one run', async () => {
  const { report } = await played(CRASH)
  const json = {
    system: 'load-balancer',
    horizonMicros: 2_000_000,
    script: [{ at: 1_000_000, kind: 'crash', node: 's2' }],
  }
  for (const text of [`#/${CRASH}`, `https://example.org/sandtable/#/${CRASH}`, report.link, JSON.stringify(json)]) {
    expect((await played(text)).report.digest, text).toBe(report.digest)
  }
})

test('a preset is judged by its own claims, another run by all of the system', async () => {
  const preset = (await played('load-balancer?preset=slow-server')).report
  expect(preset.claims.map(({ id }: { id: string }) => id)).toEqual(['slow-hurts'])
  expect(preset.claims[0].holds).toBe(true)
  expect((await played(CRASH)).report.claims.length).toBeGreaterThan(5)
})

test.each([
  ['no-such-system', 'There is no system “no-such-system”.'],
  ['{"system":', 'The scenario is not JSON'],
  ['{"system":"no-such"}', 'There is no system “no-such”.'],
  ['{"system":"load-balancer","speed":2}', 'A scenario has no speed.'],
  ['{"system":"load-balancer","values":{"rps":"300"}}', '“rps” takes whole numbers from 1 to 5000.'],
  ['{"system":"load-balancer","script":[null]}', 'Entry 1 of the script needs a moment'],
  ['', `There are these systems: ${catalog.map(({ id }) => id).join(', ')}.`],
])('bad input is refused with a sentence: %s', async (input, sentence) => {
  const { code, errors, report } = await played(input)
  expect(code).toBe(1)
  expect(errors.join('\n')).toContain(sentence)
  expect(report).toBeNull()
})

test('a link with a mistake in it is run without the mistake, but the exit code tells', async () => {
  const { code, errors, report } = await played(`${CRASH}&rps=many`)
  expect(code).toBe(1)
  expect(errors).toEqual(['“rps” takes whole numbers from 1 to 5000, not “many”.'])
  expect(report.digest).toBe((await played(CRASH)).report.digest)
})

test('without an argument, or with two, it tells how it is used', async () => {
  expect((await played()).errors[0]).toMatch(/^Usage:/)
  expect((await played('a', 'b')).code).toBe(1)
})
