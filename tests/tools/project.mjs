import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of package.json, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Node files behind the commands of the packages; started with node itself they need no shell on any platform. */
export const tools = {
  types: 'node_modules/typescript/bin/tsc',
  lint: 'node_modules/@biomejs/biome/bin/biome',
  unit: 'node_modules/vitest/vitest.mjs',
  vite: 'node_modules/vite/bin/vite.js',
  playwright: 'node_modules/@playwright/test/cli.js',
}

/**
 * Runs a command in the project's folder on this terminal, so that its output appears as it is written.
 * A command that outlives `limitMs` is killed together with what it started, and counts as failed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, limitMs?: number }} [options]
 * @returns {Promise<boolean>} whether it ended with exit code 0
 */
export function run(command, args, { env = {}, limitMs } = {}) {
  return new Promise((resolve) => {
    // A group of its own makes the whole tree reachable by one signal; Windows has no such groups.
    const detached = process.platform !== 'win32'
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit', detached })
    const stop = (/** @type {NodeJS.Signals} */ signal) => {
      if (child.pid === undefined) return
      try {
        process.kill(detached ? -child.pid : child.pid, signal)
      } catch {
        // It is gone already.
      }
    }
    const interrupt = () => {
      stop('SIGTERM')
      process.exit(130)
    }
    process.once('SIGINT', interrupt)
    process.once('SIGTERM', interrupt)
    const limit = setTimeout(() => {
      console.error(`Stopped after ${Math.round((limitMs ?? 0) / 1000)} s: ${command} ${args.join(' ')}`)
      stop('SIGKILL')
    }, limitMs ?? 0x7fff_ffff)
    const settle = (/** @type {boolean} */ passed) => {
      clearTimeout(limit)
      process.removeListener('SIGINT', interrupt)
      process.removeListener('SIGTERM', interrupt)
      resolve(passed)
    }
    child.once('error', (error) => {
      console.error(`${command} did not start: ${error.message}`)
      settle(false)
    })
    child.once('exit', (code) => settle(code === 0))
  })
}

/**
 * @param {readonly string[]} args a script and its arguments
 * @param {{ env?: Record<string, string | undefined>, limitMs?: number }} [options]
 */
export function runNode(args, options) {
  return run(process.execPath, args, options)
}
