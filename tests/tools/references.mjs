import { spawnSync } from 'node:child_process'
import { run } from './project.mjs'

/** Programs that some tests compare with, and the packages of Debian and Ubuntu that bring them. */
const references = [
  { command: 'redis-server', aPackage: 'redis-server', proves: 'the simulated Redis answers like a real one' },
  { command: 'jsc', aPackage: 'libjavascriptcoregtk-4.0-bin', proves: 'another engine computes the same digests' },
  { command: 'parallel', aPackage: 'parallel', proves: 'GNU parallel spreads a search' },
]

const installLimitMs = 240_000

/**
 * Installs the programs that are missing where that is possible: in one go, before the tests, which run side by side
 * and would wait for each other's lock. What stays missing is said; its tests are then skipped.
 */
export async function ensureReferences() {
  const missing = references.filter(({ command }) => !isPresent(command))
  if (missing.length > 0 && process.getuid?.() === 0 && isPresent('apt-get')) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-qq'], { env, limitMs: installLimitMs })
    for (const { aPackage } of missing)
      await run('apt-get', ['install', '-y', '-qq', aPackage], { env, limitMs: installLimitMs })
  }
  for (const { command, aPackage, proves } of references)
    if (!isPresent(command)) console.log(`Not tested, as there is no ${command} (package ${aPackage}): that ${proves}.`)
}

/** @param {string} command */
export function isPresent(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined
}
