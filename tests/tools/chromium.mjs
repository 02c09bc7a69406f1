import { accessSync, constants, readFileSync } from 'node:fs'
import { run, runNode, tools } from './project.mjs'

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const downloadLimitMs = 180_000
const installLimitMs = 240_000

/**
 * The Chromium that the tests use when nobody installs one: CHROMIUM_PATH, else one of the system's.
 *
 * @returns {string | undefined} its file; undefined stands for Playwright's own
 */
export function findChromium() {
  return process.env.CHROMIUM_PATH || systemPaths.find(isExecutable)
}

/**
 * What a test browser is started with: quiet on the network, no graphics card, and no sandbox for root, which
 * Chromium refuses.
 */
export function launchArguments() {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking']
  const isRoot = process.getuid?.() === 0
  return [
    ...(isRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    ...quiet,
    '--disable-component-update',
    '--disable-sync',
  ]
}

/**
 * Finds a Chromium that starts, installing one if it must. Every candidate is really started: a file may be there and
 * lack its libraries, or be a stub that asks for another package manager.
 *
 * @returns {Promise<string | undefined>} its file; undefined stands for Playwright's own
 * @throws {Error} a sentence for the user, when there is none and none could be installed
 */
export async function ensureChromium() {
  const stated = process.env.CHROMIUM_PATH
  if (stated) {
    if (await starts(stated)) return stated
    throw new Error(`CHROMIUM_PATH is ${stated}, and no Chromium starts from there.`)
  }
  for (const path of systemPaths.filter(isExecutable)) if (await starts(path)) return path
  if (await starts(undefined)) return undefined
  return installChromium()
}

/** Playwright's build where it can be downloaded, else the package of Debian and Ubuntu. */
async function installChromium() {
  console.log('No Chromium is installed; asking Playwright for one…')
  const isDownloaded = await runNode([tools.playwright, 'install', 'chromium'], { limitMs: downloadLimitMs })
  if (isDownloaded && (await starts(undefined))) return undefined
  if (process.getuid?.() === 0 && isDebian()) {
    if (isDownloaded) {
      await runNode([tools.playwright, 'install-deps', 'chromium'], { limitMs: installLimitMs })
      if (await starts(undefined)) return undefined
    }
    console.log('Installing Chromium with apt-get…')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    if (await run('apt-get', ['update'], { env, limitMs: installLimitMs })) {
      await run('apt-get', ['install', '-y', 'chromium'], { env, limitMs: installLimitMs })
    }
    for (const path of systemPaths.filter(isExecutable)) if (await starts(path)) return path
  }
  throw new Error(
    'The end-to-end tests need a Chromium, and none is installed or could be: ' +
      'install one and set CHROMIUM_PATH to its file.',
  )
}

/**
 * @param {string | undefined} executablePath undefined stands for Playwright's own
 * @returns {Promise<boolean>} whether a page can be opened in it
 */
async function starts(executablePath) {
  const { chromium } = await import('@playwright/test')
  try {
    const options = executablePath === undefined ? {} : { executablePath }
    const browser = await chromium.launch({ ...options, args: launchArguments(), timeout: 30_000 })
    await (await browser.newPage()).goto('about:blank')
    await browser.close()
    return true
  } catch {
    return false
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
