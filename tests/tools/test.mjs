import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureChromium } from './chromium.mjs'
import { freePort } from './free-port.mjs'
import { ensureInstalled } from './install.mjs'
import { runNode, tools } from './project.mjs'
import { ensureReferences } from './references.mjs'
import { endToEndCounts, oneCheck, summary, unitCounts } from './test-counts.mjs'

/** @typedef {import('./test-counts.mjs').Counts} Counts */

/** The whole of `npm test` stays under a quarter of an hour: what is not done by then has failed. */
const limitMs = 14 * 60_000
const startedAt = performance.now()
/** A warning is a failure that nobody looks at. Colours would make a log unreadable. */
const lintOptions = ['--error-on-warnings', ...(process.stdout.isTTY ? [] : ['--colors=off'])]
const reports = mkdtempSync(join(tmpdir(), 'sandtable-test-'))

/** In the order in which they run. @type {Record<string, { title: string, run: () => Promise<Counts> }>} */
const phases = {
  types: { title: 'Types', run: async () => oneCheck(await node([tools.types, '--noEmit', '-p', '.'])) },
  lint: { title: 'Lint and format', run: async () => oneCheck(await node([tools.lint, 'ci', ...lintOptions, '.'])) },
  unit: { title: 'Unit and conformance tests', run: unit },
  build: { title: 'Build', run: async () => oneCheck(await node([tools.vite, 'build', '--logLevel', 'warn'])) },
  e2e: { title: 'End-to-end tests', run: endToEnd },
}

/** `npm test [-- --only=types,lint,unit,build,e2e]` */
async function test() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const chosen = choose(values.only)
  await ensureInstalled()
  /** @type {Record<string, Counts>} */
  const found = {}
  for (const name of chosen) {
    const phase = phases[name]
    if (phase === undefined) continue
    console.log(`\n=== ${phase.title} ===`)
    if (name === 'e2e' && found.build?.failed !== 0) {
      console.log('There is no built page to test.')
      found[name] = oneCheck(false)
    } else found[name] = await phase.run()
    console.log(`--- ${phase.title}: ${summary([found[name]]).line}`)
  }
  const { line, isGood } = summary(Object.values(found))
  console.log(`\n${line}`)
  process.exitCode = isGood ? 0 : 1
}

/**
 * @param {string | undefined} only
 * @returns {string[]} names of phases in running order; end-to-end tests bring the build with them
 */
function choose(only) {
  const names = Object.keys(phases)
  if (only === undefined) return names
  const wanted = only.split(',').filter((name) => name !== '')
  const unknown = wanted.filter((name) => !names.includes(name))
  if (wanted.length === 0 || unknown.length > 0) throw new Error(`--only takes some of ${names.join(',')}.`)
  return names.filter((name) => wanted.includes(name) || (name === 'build' && wanted.includes('e2e')))
}

async function unit() {
  await ensureReferences()
  const file = join(reports, 'unit.json')
  const endedWell = await node([
    tools.unit,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  return counted(file, unitCounts, endedWell)
}

async function endToEnd() {
  const file = join(reports, 'e2e.json')
  let chromium
  try {
    chromium = await ensureChromium()
  } catch (error) {
    console.error(/** @type {Error} */ (error).message)
    return oneCheck(false)
  }
  const env = {
    CHROMIUM_PATH: chromium,
    SANDTABLE_TEST_PORT: String(await freePort(4300)),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  }
  return counted(file, endToEndCounts, await node([tools.playwright, 'test', '--reporter=list,json'], env))
}

/**
 * @param {string} file a report; without one, for instance because the runner was stopped, the phase has failed
 * @param {(report: any, endedWell: boolean) => Counts} count
 * @param {boolean} endedWell
 * @returns {Counts}
 */
function counted(file, count, endedWell) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')), endedWell)
  } catch {
    console.error('The tests left no report.')
    return oneCheck(false)
  }
}

/**
 * @param {readonly string[]} args
 * @param {Record<string, string | undefined>} [env]
 */
function node(args, env = {}) {
  return runNode(args, { env, limitMs: Math.max(1, limitMs - (performance.now() - startedAt)) })
}

// Also when a phase is interrupted, which ends the process.
process.once('exit', () => rmSync(reports, { recursive: true, force: true }))

test().catch((error) => {
  console.error(error.message)
  console.log('\n0 passed, 1 failed')
  process.exitCode = 1
})
