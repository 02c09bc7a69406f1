import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

const panel = (page: Page) => page.getByRole('tabpanel', { name: 'Request' })
const rows = (page: Page) => panel(page).getByRole('region', { name: 'Requests' }).getByRole('listitem')

async function openRequests(page: Page, hash: string): Promise<PlaygroundPage> {
  const playground = new PlaygroundPage(page)
  await playground.open(hash)
  await page.keyboard.press('End')
  await page.getByRole('tab', { name: 'Request' }).click()
  await expect(rows(page).first()).toBeVisible()
  return playground
}

for (const { hash, key } of [
  { hash: '#/load-balancer?do=crash:s2@2s', key: '/cart' },
  { hash: '#/circuit-breaker?preset=trips', key: '/order' },
  { hash: '#/rate-limiter?preset=side-by-side', key: 'GET' },
])
  test(`a request is found among the slowest, the failed, by cause and by key, and told: ${hash}`, async ({ page }) => {
    const playground = await openRequests(page, hash)
    await panel(page).getByRole('radio', { name: 'Slowest' }).check()
    await rows(page).first().getByRole('button').click()
    const steps = page.getByRole('list', { name: 'Steps of the request' })
    await expect(panel(page).locator('.waterfall')).toBeVisible()

    // A line leads to its moment, and the keys step along this request only.
    await playground.button('To its start').click()
    const start = await playground.shown()
    await steps.getByRole('button').last().click()
    const end = await playground.shown()
    expect(Number(end.micros)).toBeGreaterThan(Number(start.micros))
    await playground.button('To its start').click()
    await page.keyboard.press('ArrowRight')
    expect(Number((await playground.shown()).count)).toBeGreaterThan(Number(start.count))
    await expect(steps.locator('[aria-current=step]')).toHaveCount(1)
    await playground.expectSameFromLink(/&story=\d+$/)

    await playground.button('All requests').click()
    await page.keyboard.press('End')
    await panel(page).getByRole('radio', { name: 'Failed' }).check()
    const causes = panel(page).getByRole('combobox', { name: 'Cause' })
    const cause = (await causes.locator('option').nth(1).getAttribute('value')) ?? ''
    await causes.selectOption(cause)
    await expect(rows(page).first()).toContainText(`${cause} after`)
    for (const row of await rows(page).all()) await expect(row).toContainText(`${cause} after`)
    await panel(page).getByRole('radio', { name: 'Latest' }).check()
    await panel(page).getByRole('searchbox').fill(key)
    await expect(rows(page).first()).toContainText(key)
    for (const row of await rows(page).all()) await expect(row).toContainText(key)
    await panel(page).getByRole('searchbox').fill('no such key')
    await expect(rows(page)).toHaveCount(0)
  })

test('the timeline offers the slowest request of a moment by keyboard, and takes no for an answer', async ({
  page,
}) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?preset=slow-server')
  const plot = page.getByRole('slider', { name: 'Moment of the run' })
  await plot.focus()
  await page.keyboard.press('Enter')
  const offer = page.getByRole('button', { name: /^Slowest here: request \d+/ })
  await expect(offer).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(offer).toHaveCount(0)
  await expect(plot).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Steps of the request' })).toBeVisible()
})

test('a span that is asked about is in the link, and a span that cannot be is noted', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?preset=slow-server&span=2s-4s')
  const asked = page.getByRole('region', { name: 'What differs?' })
  await expect(asked.getByText(/^2 s to 4 s, against .+ to 2 s$/)).toBeVisible()
  await expect(page.locator('.timeline-span')).toBeVisible()
  await playground.expectSameFromLink(/&span=2s-4s$/)
  await playground.open('#/load-balancer?seed=3&span=4s-2s&story=999999')
  await expect(page.getByText(/“span” takes two times up to .+, the earlier first, such as 1s-2s/)).toBeVisible()
  await expect(page.getByText(/^This run has [\d,]+ requests and no request 999,999\.$/)).toBeVisible()
  await expect(page.locator('.timeline-span')).toHaveCount(0)
})
