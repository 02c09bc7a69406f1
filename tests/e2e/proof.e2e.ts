import { expect, type Locator, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

/** Opens the laws of a run and waits until each of them is measured. */
async function openProof(page: Page, hash: string): Promise<Locator> {
  await new PlaygroundPage(page).open(hash)
  await page.getByRole('tab', { name: 'Proof' }).click()
  const panel = page.getByRole('tabpanel', { name: 'Proof' })
  await expect(panel.locator('[data-law=little]')).toBeVisible()
  await expect(panel.locator('[data-lamp=waiting]')).toHaveCount(0)
  return panel
}

test('a balancer at 90 % load stands beside the formula of queueing theory', async ({ page }) => {
  const panel = await openProof(page, '#/load-balancer?preset=random-09')
  const law = panel.locator('[data-law=split-queues]')
  await expect(law).toHaveAttribute('data-lamp', 'holds')
  await expect(law).toContainText('9.08 × the work')
  await expect(law).toContainText('10 ± 4 × the work')
  await expect(law).toContainText('Erlang')
  await expect(panel.getByRole('region', { name: 'They do not speak of this run' })).toContainText(
    'Servers do not take turns.',
  )
})

test('another run of the same system is measured anew', async ({ page }) => {
  const panel = await openProof(page, '#/rate-limiter?preset=boundary-fixed')
  await expect(panel.locator('[data-law=fixed-window]')).toContainText('≤ 20 units')
  await page.goto('/#/rate-limiter?preset=boundary-log')
  await expect(panel.locator('[data-law=sliding-log]')).toContainText('≤ 10 units')
  await expect(panel.locator('[data-law=fixed-window]')).toHaveCount(0)
})

test('what is modelled and what is left out stands beside the laws', async ({ page }) => {
  const panel = await openProof(page, '#/consistent-hashing?preset=add-ring')
  await expect(panel.locator('[data-law=moved-ring]')).toHaveAttribute('data-lamp', 'holds')
  await expect(panel.getByRole('region', { name: 'What the model holds' })).toContainText('replication')
  await expect(panel.locator('[data-lamp=broken]')).toHaveCount(0)
})
