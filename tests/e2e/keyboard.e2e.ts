import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

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

test('whatever has the focus shows it', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer')
  const plain: string[] = []
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab')
    const hidden = await page.evaluate(() => {
      const element = document.activeElement
      if (element === null || element === document.body) return null
      const rings = [element, element.parentElement, element.nextElementSibling, ...element.querySelectorAll('*')]
      const isShown = rings.some((part) => {
        if (part === null) return false
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part)
        return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
      })
      return isShown ? null : element.outerHTML.slice(0, 120)
    })
    if (hidden !== null) plain.push(hidden)
  }
  expect(plain).toEqual([])
})

/** Presses Tab until what has the focus is named so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let stop = 0; stop < 150; stop++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
    })
    if (name.test(focused)) return
  }
  throw new Error(`Tab never reaches ${name}`)
}
