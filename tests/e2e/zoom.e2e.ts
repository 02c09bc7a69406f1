import { expect, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

/** 1440×900 at 150 % and 200 %, a phone on its side, and a window that shares its height with another. */
const WINDOWS = [
  { width: 960, height: 600 },
  { width: 720, height: 450 },
  { width: 844, height: 390 },
  { width: 1440, height: 480 },
]

test('a low window shows the picture, its sentence and the buttons that play', async ({ page }) => {
  await new PlaygroundPage(page).open('#/load-balancer?preset=black-hole')
  for (const size of WINDOWS) {
    await page.setViewportSize(size)
    const picture = page.getByRole('main')
    await expect.poll(async () => (await picture.boundingBox())?.width).toBe(size.width)
    expect((await picture.boundingBox())?.height).toBeGreaterThanOrEqual(240)
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeInViewport()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width)
  }
})
