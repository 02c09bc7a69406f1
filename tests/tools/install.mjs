import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './project.mjs'

/**
 * Brings node_modules to what package-lock.json says, and does nothing when it is there already. Versions are compared,
 * not file times, because a checkout gives every file a new time.
 *
 * @throws {Error} a sentence for the user, when npm cannot install
 */
export async function ensureInstalled() {
  if (isInstalled()) return
  console.log('Installing packages (npm ci)…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  if (!(await run(npm, ['ci', '--no-audit', '--no-fund']))) {
    throw new Error(
      'npm ci failed, so the packages that Sandtable is built with are missing. Its own message is above.',
    )
  }
}

/**
 * @param {string} [folder] the folder of package-lock.json
 * @returns {boolean} whether every package of the lock file is installed in its version; a package that is optional,
 *   such as a binary for another platform, may be absent
 */
export function isInstalled(folder = root) {
  const installedFile = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = packagesOf(join(folder, 'package-lock.json'))
  const installed = packagesOf(installedFile)
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = installed[path]
    return found === undefined ? optional === true : found.version === version && existsSync(join(folder, path))
  })
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages
}
