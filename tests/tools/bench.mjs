import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatBench } from './format-bench.mjs'
import { ensureInstalled } from './install.mjs'
import { root, runNode } from './project.mjs'
import { importTypeScript } from './run-ts.mjs'

const folder = 'tests/bench'
const suffix = '.bench.ts'

/**
 * `npm run bench [-- name…]`: every tests/bench/*.bench.ts, or those whose name contains one of the words, each in a
 * process of its own so that none inherits the other's heap or compiled code. A goal that is missed is shown, not a
 * failure: speed depends on the machine.
 */
async function bench() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { file: { type: 'string' } } })
  await ensureInstalled()
  if (values.file !== undefined) return benchFile(values.file)
  const files = readdirSync(join(root, folder))
    .filter((file) => file.endsWith(suffix))
    .filter((file) => positionals.length === 0 || positionals.some((word) => file.includes(word)))
    .sort()
  if (files.length === 0) throw new Error(`No benchmark of that name in ${folder}.`)
  const failed = []
  for (const file of files) {
    if (!(await runNode(['--expose-gc', 'tests/tools/bench.mjs', '--file', join(folder, file)]))) failed.push(file)
  }
  console.log(`${files.length - failed.length} of ${files.length} benchmarks ran.`)
  if (failed.length > 0) throw new Error(`Broken: ${failed.join(', ')}.`)
}

/** @param {string} file */
async function benchFile(file) {
  const { default: measure } = await importTypeScript(file)
  if (typeof measure !== 'function') throw new Error(`${file} has no default export to run.`)
  const result = await measure()
  const results = join(root, folder, 'results')
  const machine = { node: process.version, processor: cpus()[0]?.model ?? 'unknown', processors: cpus().length }
  mkdirSync(results, { recursive: true })
  writeFileSync(join(results, `${basename(file, suffix)}.json`), `${JSON.stringify({ ...result, machine }, null, 2)}\n`)
  console.log(formatBench(result))
}

bench().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
