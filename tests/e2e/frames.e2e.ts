import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

const LINK = '#/load-balancer?preset=slow-server'

/** A page that draws `perSecond` frames whatever the screen does. */
async function drawAt(page: Page, perSecond: number): Promise<void> {
  await page.addInitScript((gapMs) => {
    window.requestAnimationFrame = (draw) => window.setTimeout(() => draw(performance.now()), gapMs)
    window.cancelAnimationFrame = (id) => clearTimeout(id)
  }, 1_000 / perSecond)
}

/** A page that can be hidden: then it says so and draws no frame, as a tab in the background does. */
async function hideable(page: Page, isHiddenFirst: boolean) {
  await page.addInitScript((isHiddenNow) => {
    const request = window.requestAnimationFrame.bind(window)
    const waiting: FrameRequestCallback[] = []
    let isHidden = isHiddenNow
    let skippedMs = 0
    Object.defineProperty(document, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') })
    Object.defineProperty(document, 'hidden', { get: () => isHidden })
    window.requestAnimationFrame = (draw) =>
      request((now) => {
        if (isHidden) waiting.push(draw)
        else draw(now + skippedMs)
      })
    addEventListener('test:visibility', (event) => {
      isHidden = (event as CustomEvent<boolean>).detail
      if (!isHidden) skippedMs += 60_000
      document.dispatchEvent(new Event('visibilitychange'))
      if (!isHidden) for (const draw of waiting.splice(0)) window.requestAnimationFrame(draw)
    })
  }, isHiddenFirst)
  const turn = (isHidden: boolean) =>
    page.evaluate((detail) => void dispatchEvent(new CustomEvent('test:visibility', { detail })), isHidden)
  return {
    hide: () => turn(true),
    /** A minute later, by the clock of the frames. */
    show: () => turn(false),
  }
}

/** The digest of the run, and what is shown where it opens and five steps later. */
async function seen(page: Page, whenRun: () => Promise<void> = async () => {}) {
  const playground = new PlaygroundPage(page)
  await playground.open(LINK)
  await whenRun()
  const opened = { shown: await playground.shown(), picture: await playground.picture() }
  for (let step = 0; step < 5; step++) await playground.button('One step forward').click()
  return { opened, later: { shown: await playground.shown(), picture: await playground.picture() } }
}

test('a hidden tab and a fast screen change nothing in the run, nor what a moment of it looks like', async ({
  context,
}) => {
  const usual = await seen(await context.newPage())
  expect(usual.later.picture).not.toEqual(usual.opened.picture)

  const fast = await context.newPage()
  await drawAt(fast, 144)
  expect(await seen(fast)).toEqual(usual)

  const hidden = await context.newPage()
  const { show } = await hideable(hidden, true)
  expect(await seen(hidden, show)).toEqual(usual)
})

test('a playing tab that is hidden for a minute goes on from where it was', async ({ page }) => {
  const { hide, show } = await hideable(page, false)
  const playground = new PlaygroundPage(page)
  const micros = async () => Number((await playground.shown()).micros)
  await playground.open(LINK)
  const { digest } = await playground.shown()
  const start = await micros()
  await playground.button('Play').click()
  await expect.poll(micros).toBeGreaterThan(start)
  await hide()
  const hidden = await micros()
  await show()
  await expect.poll(micros).toBeGreaterThan(hidden)
  await playground.button('Pause').click()
  // A minute of playing at 5 ms a second would be 300 ms; what is played here takes a few seconds at most.
  expect((await micros()) - hidden).toBeLessThan(100_000)
  expect((await playground.shown()).digest).toBe(digest)
})
