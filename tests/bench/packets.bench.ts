import { chromium } from '@playwright/test'
import { build } from 'vite'
import { findChromium, launchArguments } from '../tools/chromium.mjs'
import type { BenchResult, BenchRow } from './harness'
import type { FrameTimes } from './packets/page'

const ROUNDS = 5
const GOAL_MS = 5
/** A frame at 60 a second, with what a timer of the browser rounds away. */
const FRAME_MS = 17

const CASES = [
  { way: 'canvas', packets: 1_000, frames: 60 },
  { way: 'canvas', packets: 5_000, frames: 60 },
  { way: 'canvas', packets: 20_000, frames: 60 },
  { way: 'elements', packets: 5_000, frames: 15 },
] as const

/**
 * Packets in Chromium without a graphics card: the canvas of the page against one element a packet, in turn, over the
 * links of 50 nodes. What is timed is the real code of src/canvas.
 */
export default async function packets(): Promise<BenchResult> {
  const script = await bundle('tests/bench/packets/page.ts')
  const executablePath = findChromium()
  const browser = await chromium.launch({
    args: launchArguments(),
    ...(executablePath === undefined ? {} : { executablePath }),
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    await page.addScriptTag({ content: script })
    const rounds: FrameTimes[][] = CASES.map(() => [])
    for (let round = -1; round < ROUNDS; round++)
      for (const [index, { way, packets: count, frames }] of CASES.entries()) {
        const expression = `measure(${JSON.stringify(way)}, ${count}, ${frames})`
        const times = (await page.evaluate(expression)) as FrameTimes
        if (round >= 0) rounds[index]?.push(times)
      }
    return {
      title: 'Packets in one frame, Chromium, 50 nodes',
      rows: CASES.flatMap((_, index) => rowsOf(index, rounds)),
    }
  } finally {
    await browser.close()
  }
}

function rowsOf(index: number, rounds: readonly (readonly FrameTimes[])[]): BenchRow[] {
  const { way, packets: count } = CASES[index] as (typeof CASES)[number]
  const own = rounds[index] as readonly FrameTimes[]
  const name = `${count} on ${way === 'canvas' ? 'one canvas' : 'elements'}`
  const draw = median(own.map((times) => times.draw))
  const busy = median(own.map((times) => times.busy))
  const interval = median(own.map((times) => times.interval))
  const isGoal = way === 'canvas' && count === 5_000
  const peer = rounds.at(-1) as readonly FrameTimes[]
  const ratio = median(own.map((times, round) => (peer[round] as FrameTimes).busy / times.busy))
  return [
    {
      name: `${name}, placed and drawn`,
      value: draw,
      unit: 'ms',
      ...(isGoal ? { goal: `≤ ${GOAL_MS} ms`, met: draw <= GOAL_MS } : {}),
    },
    { name: `${name}, main thread busy`, value: busy, unit: 'ms', ...(isGoal ? { ratio } : {}) },
    {
      name: `${name}, frame to frame`,
      value: interval,
      unit: 'ms',
      ...(way === 'canvas' ? { goal: '60 a second', met: interval <= FRAME_MS } : {}),
    },
  ]
}

/** A page's script as one text. */
async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, lib: { entry, formats: ['iife'], name: 'packets' } },
  })
  const outputs = Array.isArray(built) ? built : [built]
  const chunk = outputs.flatMap((each) => ('output' in each ? each.output : [])).find(({ type }) => type === 'chunk')
  if (chunk?.type !== 'chunk') throw new Error(`${entry} gave no script`)
  return chunk.code
}

function median(values: number[]): number {
  values.sort((a, b) => a - b)
  return values[values.length >> 1] as number
}
