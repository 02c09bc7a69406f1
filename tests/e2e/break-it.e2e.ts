import { expect, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

test('a search finds what breaks the design, and opens it at the moment', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?variant=least&for=2s')
  await page.getByRole('tab', { name: 'Checks' }).click()
  const panel = page.getByRole('region', { name: 'Break it for me' })
  await panel.getByRole('combobox', { name: 'Look for' }).selectOption('p99 above a time')
  await panel.getByRole('textbox', { name: 'Above' }).fill('800ms')
  await page.keyboard.press('Enter')
  const before = (await playground.shown()).digest
  await panel.getByRole('button', { name: 'Break it' }).click()
  await expect(panel.getByRole('alert')).toContainText('Found.', { timeout: 40_000 })
  await expect(panel.getByRole('listitem')).not.toHaveCount(0)
  await panel.getByRole('button', { name: 'Open it' }).click()
  await expect(playground.root).not.toHaveAttribute('data-digest', before)
  await playground.finished()
  expect(Number((await playground.shown()).micros)).toBeGreaterThan(0)
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
