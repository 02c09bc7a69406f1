import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Response } from '@playwright/test'
import { build, preview } from 'vite'
import { findChromium, launchArguments } from '../tools/chromium.mjs'
import type { BenchResult, BenchRow } from './harness'

const ROUNDS = 7
const GALLERY_KIB = 120
const PLAYGROUND_KIB = 200
const GOAL_MS = 1_000
/** Benches run in the project's folder. */
const root = process.cwd()
const SYSTEM = '#/load-balancer'

/** Bytes after gzip of what a page fetched, apart by what runs on the page's own thread. */
interface Fetched {
  readonly page: number
  readonly worker: number
}

/**
 * Builds the page and opens it in Chromium as a person does who has never been here: what the gallery and the first
 * playground really fetch, and how long a playground opened by its link takes until it shows a run and plays.
 */
export default async function firstLoad(): Promise<BenchResult> {
  const outDir = mkdtempSync(join(tmpdir(), 'first-load-'))
  try {
    await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } })
    const server = await preview({
      root,
      logLevel: 'error',
      build: { outDir },
      preview: { port: 0, host: '127.0.0.1' },
    })
    const address = server.resolvedUrls?.local[0] ?? ''
    const executablePath = findChromium()
    const browser = await chromium.launch({
      args: launchArguments(),
      ...(executablePath === undefined ? {} : { executablePath }),
    })
    try {
      return { title: 'First load, cold', rows: [...(await sizes(browser, address)), await start(browser, address)] }
    } finally {
      await browser.close()
      await server.close()
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}

/** The gallery, and a playground opened by its link, each in a cold browser. */
async function sizes(browser: Browser, address: string): Promise<BenchRow[]> {
  const gallery = await sizeOf(browser, address, '.gallery-glyph svg')
  // What is fetched ahead of its use comes later than the first picture, and is no part of the first load.
  const playground = await sizeOf(browser, `${address}${SYSTEM}`, '[data-phase] .react-flow__node')
  return [
    sizeRow('gallery', gallery.page, GALLERY_KIB),
    sizeRow('first playground in all', playground.page, PLAYGROUND_KIB),
    sizeRow('the worker and the model, beside it', playground.worker),
  ]
}

async function sizeOf(browser: Browser, url: string, until: string): Promise<Fetched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const responses: { readonly response: Response; readonly body: Promise<Buffer> }[] = []
  page.on('response', (response) => {
    const body = response.body()
    // One that comes after the first picture is not waited for, and is cut off when the page is closed.
    body.catch(() => {})
    responses.push({ response, body })
  })
  await page.goto(url)
  await page.locator(until).first().waitFor()
  // What comes from now on is fetched ahead; its body might still be on the way when the page closes.
  page.removeAllListeners('response')
  const sums = { page: 0, worker: 0 }
  /** Files of the worker: its own, and what they import. */
  const ofWorker = new Set<string>()
  for (const { response, body } of responses) {
    const importer = await response.request().headerValue('referer')
    const isOfWorker = response.url().includes('.worker-') || (importer !== null && ofWorker.has(importer))
    if (isOfWorker) ofWorker.add(response.url())
    sums[isOfWorker ? 'worker' : 'page'] += gzipSync(await body, { level: 9 }).length
  }
  await context.close()
  return sums
}

/** Milliseconds from the press of Enter to a run whose picture stands and whose button plays. */
async function start(browser: Browser, address: string): Promise<BenchRow> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto('about:blank')
    await page.goto(`${address}${SYSTEM}`, { waitUntil: 'commit' })
    times.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const look = () => {
              const isDrawn = document.querySelector('.react-flow__node') !== null
              const button = document.querySelector<HTMLButtonElement>('.transport-main')
              if (isDrawn && button?.disabled === false) resolve(performance.now())
              else requestAnimationFrame(look)
            }
            look()
          }),
      ),
    )
    await context.close()
  }
  const value = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number
  const [least, most] = [Math.min(...times), Math.max(...times)].map(Math.round)
  return {
    name: `until a playground can be played (${least} to ${most} ms)`,
    value,
    unit: 'ms',
    goal: `< ${GOAL_MS} ms`,
    met: value < GOAL_MS,
  }
}

function sizeRow(name: string, bytes: number, goalKib?: number): BenchRow {
  const value = bytes / 1_024
  const goal = goalKib === undefined ? {} : { goal: `≤ ${goalKib} KiB`, met: value <= goalKib }
  return { name: `${name}, gzip`, value, unit: 'KiB', ...goal }
}
