import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

async function openChecks(page: Page, hash: string): Promise<PlaygroundPage> {
  const playground = new PlaygroundPage(page)
  await playground.open(hash)
  await expect(page.getByText(/^Open now: /)).toBeInViewport()
  await page.getByRole('tab', { name: 'Checks' }).click()
  return playground
}
const lamps = (page: Page) => page.getByRole('region', { name: 'Checks' }).locator('[data-lamp]')

for (const hash of [
  '#/distributed-lock?preset=pause-guide',
  '#/distributed-rate-limiter?preset=skew-guide',
  '#/cdn?preset=purge-race-guide',
])
  test(`a lamp that turned red leads to its breach, and tells the events that led there: ${hash}`, async ({ page }) => {
    const playground = await openChecks(page, hash)
    const broken = lamps(page).and(page.locator('[data-lamp=broken]')).first()
    await expect(broken).toBeVisible()
    await broken.getByRole('button', { name: /^Go to / }).click()
    const breach = Number((await playground.shown()).micros)
    expect(breach).toBeGreaterThan(0)
    const led = broken.getByRole('list').getByRole('button')
    expect(await led.count()).toBeGreaterThan(2)
    await led.first().click()
    expect(Number((await playground.shown()).micros)).toBeLessThan(breach)
    await led.last().click()
    expect(Number((await playground.shown()).micros)).toBeLessThanOrEqual(breach)
  })

for (const hash of [
  '#/load-balancer?preset=slow-server',
  '#/circuit-breaker?preset=trips',
  '#/cache-eviction?preset=loop',
])
  test(`the lamps of a run that keeps its invariants all hold: ${hash}`, async ({ page }) => {
    await openChecks(page, hash)
    await expect(lamps(page).first()).toBeVisible()
    for (const lamp of await lamps(page).all()) await expect(lamp).toHaveAttribute('data-lamp', 'holds')
  })
