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

/** What a command has to tidy up after itself, for instance a server that it started, before it is killed. */
const graceMs = 10_000

/**
 * Runs a command in the project's folder on this terminal, so that its output appears as it is written. A command that
 * outlives `limitMs` is ended and counts as failed. Ctrl-C ends the command first and then this process.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, limitMs?: number }} [options]
 * @returns {Promise<boolean>} whether it ended with exit code 0
 */
export function run(command, args, { env = {}, limitMs } = {}) {
  return new Promise((resolve) => {
    // A group of its own makes all that it starts reachable by one signal; Windows has no such groups.
    const detached = process.platform !== 'win32'
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit', detached })
    /** @type {NodeJS.Timeout[]} */
    const timers = []
    let isInterrupted = false
    const end = () => {
      signalTo(child, 'SIGINT')
      timers.push(setTimeout(() => signalTo(child, 'SIGKILL'), graceMs))
    }
    const interrupt = () => {
      isInterrupted = true
      end()
    }
    if (limitMs !== undefined) {
      const tooLong = () => {
        console.error(`Ended after ${Math.round(limitMs / 1000)} s: ${command} ${args.join(' ')}`)
        end()
      }
      timers.push(setTimeout(tooLong, limitMs))
    }
    const settle = (/** @type {boolean} */ passed) => {
      timers.forEach(clearTimeout)
      process.removeListener('SIGINT', interrupt)
      process.removeListener('SIGTERM', interrupt)
      if (isInterrupted) process.exit(130)
      resolve(passed)
    }
    process.on('SIGINT', interrupt)
    process.on('SIGTERM', interrupt)
    child.once('error', (error) => {
      console.error(`${command} did not start: ${error.message}`)
      settle(false)
    })
    child.once('exit', (code) => settle(code === 0))
  })
}

/**
 * @param {import('node:child_process').ChildProcess} child and all that it started
 * @param {NodeJS.Signals} signal
 */
function signalTo(child, signal) {
  if (child.pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal)
  } catch {
    // It is gone already.
  }
}

/**
 * @param {readonly string[]} args a script and its arguments
 * @param {{ env?: Record<string, string | undefined>, limitMs?: number }} [options]
 */
export function runNode(args, options) {
  return run(process.execPath, args, options)
}
