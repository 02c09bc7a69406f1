import { expect, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'
import { tabTo } from './tab-to'

test('the main path works without a pointer', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await page.goto('/')
  await expect(page.getByRole('link', { name: /Who gets the next request/ })).toBeVisible()
  await tabTo(page, /Who gets the next request/)
  await page.keyboard.press('Enter')
  await playground.finished()

  await page.keyboard.press('Space')
  await expect.poll(async () => Number((await playground.shown()).micros)).toBeGreaterThan(0)
  await page.keyboard.press('Space')
  await expect(playground.button('Play')).toBeVisible()

  const before = await playground.shown()
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight')
  expect(Number((await playground.shown()).count)).toBe(Number(before.count) + 5)
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowLeft')
  expect(await playground.shown()).toEqual(before)

  await page.keyboard.press('End')
  await expect(playground.root).toHaveAttribute('data-count', before.events)
  await page.keyboard.press('Home')
  await expect(playground.root).toHaveAttribute('data-count', '0')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(playground.root).not.toHaveAttribute('data-count', '0')

  await tabTo(page, /^s2/)
  await page.keyboard.press('Enter')
  await tabTo(page, /^Crash$/)
  await page.keyboard.press('Enter')
  await expect(playground.root).not.toHaveAttribute('data-digest', before.digest)
  await playground.finished()
  await page.keyboard.press('Control+z')
  await expect(playground.root).toHaveAttribute('data-digest', before.digest)
})

test('? shows the keys, and Escape puts them away', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('One step forward')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test.describe('without motion', () => {
  test.use({ reducedMotion: 'reduce' })

  test('whatever has the focus looks different from when it has not', async ({ page }) => {
    const playground = new PlaygroundPage(page)
    await playground.open('#/load-balancer')
    await playground.picture()
    const alike: string[] = []
    for (let stop = 0; stop < 30; stop++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluateHandle(() => document.activeElement as HTMLElement)
      const clip = await focused.evaluate(surroundings)
      if (clip === null) continue
      const withFocus = await page.screenshot({ clip })
      await focused.evaluate((element) => element.blur())
      const without = await page.screenshot({ clip })
      if (withFocus.equals(without)) alike.push(await focused.evaluate((element) => element.outerHTML.slice(0, 120)))
      await focused.evaluate((element) => element.focus())
    }
    expect(alike).toEqual([])
  })
})

/** The part of the window that holds an element and the ring around it; null for the page itself. */
function surroundings(element: HTMLElement): { x: number; y: number; width: number; height: number } | null {
  if (element === document.body) return null
  const { left, top, right, bottom } = element.getBoundingClientRect()
  const x = Math.max(0, Math.floor(left) - 6)
  const y = Math.max(0, Math.floor(top) - 6)
  return { x, y, width: Math.min(innerWidth, right + 6) - x, height: Math.min(innerHeight, bottom + 6) - y }
}
