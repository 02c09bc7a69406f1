import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPresent } from './references.mjs'

/** The version whose replies ours must equal. */
const version = '7.0'
const startLimitMs = 10_000

/**
 * A real redis-server on a clock that stands still until the test moves it.
 *
 * @typedef {{
 *   socketPath: string,
 *   setClock(micros: number): void,
 *   stop(): void,
 * }} RealRedis
 */

/**
 * Finds redis-server 7.0 and a C compiler.
 *
 * @returns {{ command: string } | { missing: string }} a sentence says what is missing
 */
export function findRedis() {
  if (process.platform !== 'linux') return { missing: 'The virtual clock is preloaded, which needs Linux.' }
  if (!isPresent('cc')) return { missing: 'There is no C compiler for the virtual clock (cc).' }
  const found = spawnSync('redis-server', ['--version'], { encoding: 'utf8' })
  const installed = /v=(\S+)/.exec(found.stdout ?? '')?.[1]
  if (installed === undefined) return { missing: 'There is no redis-server.' }
  if (!installed.startsWith(`${version}.`)) return { missing: `redis-server is ${installed}, not ${version}.` }
  return { command: 'redis-server' }
}

/**
 * Starts a server that keeps nothing on disk and never expires keys by itself.
 *
 * @param {string} command
 * @param {string} clockSource the C file of the virtual clock
 * @param {readonly string[]} settings more arguments of redis-server
 * @returns {Promise<RealRedis>}
 * @throws {Error} when the clock does not compile or the server does not start
 */
export async function startRedis(command, clockSource, settings = []) {
  const folder = mkdtempSync(join(tmpdir(), 'sandtable-redis-'))
  const library = join(folder, 'clock.so')
  const compiled = spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, clockSource], { encoding: 'utf8' })
  if (compiled.status !== 0) throw new Error(`The virtual clock does not compile: ${compiled.stderr}`)
  const clockFile = join(folder, 'clock')
  writeFileSync(clockFile, Buffer.alloc(8))
  const clock = openSync(clockFile, 'r+')
  const socketPath = join(folder, 'redis.sock')
  const base = ['--port', '0', '--unixsocket', socketPath, '--save', '', '--enable-debug-command', 'yes']
  const server = spawn(command, [...base, '--dir', folder, ...settings], {
    env: { ...process.env, LD_PRELOAD: library, VIRTUAL_CLOCK: clockFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  server.stdout.on('data', (chunk) => {
    log += chunk
  })
  const stop = () => {
    server.kill('SIGKILL')
    closeSync(clock)
    rmSync(folder, { recursive: true, force: true })
  }
  const bytes = Buffer.alloc(8)
  const setClock = (/** @type {number} */ micros) => {
    bytes.writeBigInt64LE(BigInt(micros))
    writeSync(clock, bytes, 0, 8, 0)
  }
  if (await answers(socketPath)) return { socketPath, setClock, stop }
  stop()
  throw new Error(`redis-server did not start:\n${log}`)
}

/** @param {string} socketPath */
async function answers(socketPath) {
  for (const startedAt = performance.now(); performance.now() - startedAt < startLimitMs; ) {
    const isOpen = await new Promise((resolve) => {
      const socket = createConnection(socketPath)
      socket.once('connect', () => socket.end(() => resolve(true)))
      socket.once('error', () => resolve(false))
    })
    if (isOpen) return true
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return false
}
