import { expect, type Locator, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

async function openCode(page: Page, hash: string): Promise<Locator> {
  await new PlaygroundPage(page).open(hash)
  await page.getByRole('tab', { name: 'Code' }).click()
  const panel = page.getByRole('tabpanel', { name: 'Code' })
  await expect(panel.locator('[data-lit=true]').first()).toBeVisible()
  return panel
}

test('the lines of a choice are lit, with its values, and stepping goes from choice to choice', async ({ page }) => {
  const panel = await openCode(page, '#/load-balancer?preset=slow-server-least')
  const step = panel.getByRole('region', { name: 'Step' })
  await expect(step).toContainText(/s\d chosen by its open requests: \d+ against/)
  const told = await step.innerText()
  await expect(panel.locator('[data-lit=true]').first()).toContainText('leastLoaded')
  const { count } = await new PlaygroundPage(page).shown()
  await panel.getByRole('button', { name: 'Step into' }).click()
  await expect.poll(() => step.innerText()).not.toBe(told)
  expect(Number((await new PlaygroundPage(page).shown()).count)).toBeGreaterThan(Number(count))
  await panel.getByRole('button', { name: 'Back' }).click()
  await expect.poll(() => step.innerText()).toBe(told)
})

test('stepping into a look-up lights its search and then its answer; stepping over goes to the next look-up', async ({
  page,
}) => {
  const panel = await openCode(page, '#/consistent-hashing?preset=add-ring')
  const step = panel.getByRole('region', { name: 'Step' })
  await panel.getByRole('button', { name: 'Step over' }).click()
  await expect(step).toContainText('begins the search')
  const key = /^app.*s(\S+) hashes/.exec((await step.innerText()).replace(/\s+/g, ' '))?.[1] ?? ''
  await panel.getByRole('button', { name: 'Step into' }).click()
  await expect(step).toContainText(`${key} belongs to`)
  await expect(panel.getByRole('list', { name: 'Source of workers/algorithms/hashing/point-table.ts' })).toContainText(
    '#bisect(hash: number',
  )
  await panel.getByRole('button', { name: 'Step over' }).click()
  await expect(step).toContainText('begins the search')
  await expect(step).not.toContainText(`${key} hashes`)
})

test('the guide’s flaw is a note where it is, and another variant shows its own file', async ({ page }) => {
  const panel = await openCode(page, '#/rate-limiter?preset=guide-drifts')
  await panel.getByRole('button', { name: 'Whole file' }).click()
  await expect(panel.getByText('the fraction of a token is lost at every refill')).toBeVisible()
  await page.getByRole('combobox', { name: /Variant/ }).selectOption('token-bucket')
  await expect(panel.getByText('workers/algorithms/rate-limit/token-bucket.ts')).toBeVisible()
  await expect(panel.getByText('Flaw', { exact: true })).toHaveCount(0)
})
