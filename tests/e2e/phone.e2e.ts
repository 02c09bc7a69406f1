import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 })

/** Smallest side of what a finger must hit, in CSS pixels (WCAG 2.5.5). */
const TARGET = 44

test('the gallery fits a phone', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('link', { name: /Who gets the next request/ })).toBeVisible()
  await fits(page)
})

test('the playground fits a phone on every panel, and works by touch', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer')
  await fits(page)
  for (const tab of await page.getByRole('tab').all()) {
    await tab.tap()
    await expect(tab).toHaveAttribute('aria-selected', 'true')
    await fits(page)
  }
  const { micros } = await playground.shown()
  await playground.button('Play').tap()
  await expect.poll(async () => Number((await playground.shown()).micros)).toBeGreaterThan(Number(micros))
  await playground.button('Pause').tap()
  const { count } = await playground.shown()
  await playground.button('One step forward').tap()
  await expect(playground.root).toHaveAttribute('data-count', String(Number(count) + 1))
})

for (const { name, link, tab } of [
  {
    name: 'a comparison of three branches',
    link: '#/load-balancer?variant=least&do=crash:s2@2s&t=2.5s&b.do=nothing&b.at=1.9s&b.name=no%20crash&c.variant=random&show=b&vs=a',
    tab: 'Compare',
  },
  { name: 'a story', link: '#/circuit-breaker?preset=trips&story=3', tab: 'Request' },
  { name: 'broken checks', link: '#/distributed-lock?preset=pause-guide', tab: 'Checks' },
])
  test(`${name} fits a phone`, async ({ page }) => {
    await new PlaygroundPage(page).open(link)
    await page.getByRole('tab', { name: tab }).tap()
    await expect(page.getByText('Loading…')).toHaveCount(0)
    await fits(page)
    const fork = await page.getByRole('button', { name: 'Fork here' }).boundingBox()
    const steps = await page.getByRole('group', { name: 'Size of a step' }).boundingBox()
    expect(Math.abs((fork?.y ?? 0) - (steps?.y ?? 1_000))).toBeLessThan(12)
  })

/** No part of the page is wider than the screen, and everything that can be tapped is large enough. */
async function fits(page: Page): Promise<void> {
  const found = await page.evaluate((target) => {
    /** Whether a finger that lands near the middle hits it, because its reach goes beyond what is drawn of it. */
    const isHitAround = (element: HTMLElement): boolean => {
      element.scrollIntoView({ block: 'center' })
      const { left, top, width, height } = element.getBoundingClientRect()
      const [x, y] = [left + width / 2, top + height / 2]
      const reach = target / 2 - 0.5
      return [-reach, reach].every((off) =>
        [document.elementFromPoint(x + off, y), document.elementFromPoint(x, y + off)].every((hit) =>
          element.contains(hit),
        ),
      )
    }
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
    const small: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>(
      'button, a[href], select, input, summary, [role=tab]',
    )) {
      if (
        element.closest('[aria-hidden=true], [inert]') !== null ||
        !element.checkVisibility({ visibilityProperty: true })
      )
        continue
      // A radio or a slider is as large as the label or the row that takes its taps.
      const area = element.matches('input') ? (element.closest('label') ?? element) : element
      const { width, height } = area.getBoundingClientRect()
      if (width === 0 || height === 0) continue
      if (Math.min(width, height) < target - 0.5 && !isHitAround(area)) {
        small.push(`${Math.round(width)}×${Math.round(height)} ${element.outerHTML.slice(0, 100)}`)
      }
    }
    return { wide, small }
  }, TARGET)
  expect(found).toEqual({ wide: 0, small: [] })
}
