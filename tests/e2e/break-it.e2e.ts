import { expect, type Locator, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

async function openSearch(page: Page, hash: string): Promise<Locator> {
  await new PlaygroundPage(page).open(hash)
  await page.getByRole('tab', { name: 'Checks' }).click()
  return page.getByRole('region', { name: 'Break it for me' })
}

/** Opens what was found: another run than before, at the moment of the trouble. */
async function openFinding(page: Page, panel: Locator): Promise<void> {
  const playground = new PlaygroundPage(page)
  const before = (await playground.shown()).digest
  await expect(panel.getByRole('alert')).toContainText('Found.', { timeout: 50_000 })
  await panel.getByRole('button', { name: 'Open it' }).click()
  await expect(playground.root).not.toHaveAttribute('data-digest', before)
  await playground.finished()
  expect(Number((await playground.shown()).micros)).toBeGreaterThan(0)
}

test('a lock without fencing: a lost deposit is found, made small, opened, and its lamp tells what led there', async ({
  page,
}) => {
  const check = 'No acknowledged deposit is missing from the account'
  const panel = await openSearch(page, '#/distributed-lock?variant=safe&workers=2&deposits=6&for=3s')
  await panel.getByRole('combobox', { name: 'Look for' }).selectOption(check)
  await panel.getByRole('combobox', { name: 'In at most' }).selectOption('2,000 runs')
  await panel.getByRole('button', { name: 'Break it' }).click()
  await expect(panel.getByRole('alert')).toContainText('Found.', { timeout: 50_000 })
  const found = await panel.getByRole('listitem').count()
  expect(found).toBeGreaterThan(0)
  expect(found).toBeLessThanOrEqual(3)
  await openFinding(page, panel)
  const lamp = page.getByRole('region', { name: 'Checks' }).getByRole('listitem').filter({ hasText: check }).first()
  await expect(lamp).toHaveAttribute('data-lamp', 'broken')
  await lamp.getByRole('button', { name: /^Go to / }).click()
  await lamp.getByText('What led there').click()
  await new PlaygroundPage(page).expectSameFromLink(/[?&]do=/)
})

for (const { hash, goal, bound } of [
  { hash: '#/load-balancer?variant=least&for=2s', goal: 'p99 above a time', bound: '800ms' },
  { hash: '#/circuit-breaker?for=2s', goal: 'Failed requests above a share', bound: '30%' },
  { hash: '#/rate-limiter?for=2s', goal: 'p50 above a time', bound: '100ms' },
])
  test(`a search finds what breaks the design, and opens it at the moment: ${hash}`, async ({ page }) => {
    const panel = await openSearch(page, hash)
    await panel.getByRole('combobox', { name: 'Look for' }).selectOption(goal)
    await panel.getByRole('textbox', { name: 'Above' }).fill(bound)
    await page.keyboard.press('Enter')
    await panel.getByRole('button', { name: 'Break it' }).click()
    await openFinding(page, panel)
  })

test('a search that finds nothing says what it tried', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?for=200ms')
  await page.getByRole('tab', { name: 'Checks' }).click()
  const panel = page.getByRole('region', { name: 'Break it for me' })
  await panel.getByRole('combobox', { name: 'In at most' }).selectOption('200 runs')
  await panel.getByRole('button', { name: 'Break it' }).click()
  await expect(panel.getByText(/^Nothing was found in 200 candidates with .+\. That is no proof/)).toBeVisible({
    timeout: 40_000,
  })
})
