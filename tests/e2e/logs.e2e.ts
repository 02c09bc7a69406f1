import { expect, type Locator, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

async function openLog(page: Page, hash: string, view: string): Promise<Locator> {
  await new PlaygroundPage(page).open(hash)
  await page.getByRole('tab', { name: 'Log' }).click()
  await page.getByRole('radio', { name: view }).check()
  const lines = page.getByRole('region', { name: 'Lines' })
  await expect(lines.getByRole('button').first()).toBeVisible()
  return lines
}

/** Presses a line and expects the picture to stand at the moment that the line names. */
async function press(page: Page, line: Locator): Promise<void> {
  const seconds = Number(await line.locator('time').innerText())
  await line.click()
  await expect.poll(async () => Number((await new PlaygroundPage(page).shown()).micros)).toBe(Math.round(seconds * 1e6))
  await expect(line).toHaveAttribute('aria-current', 'step')
  await expect(line).toHaveAttribute('data-selected', 'true')
}

test('Redis reads as MONITOR with its replies; a line shows its moment and leads to its story', async ({ page }) => {
  const lines = await openLog(page, '#/distributed-lock?preset=pause-guide', 'Redis')
  const status = page.getByRole('status').filter({ hasText: /line/ })
  await expect(status).toHaveText('7 lines')
  await page.getByLabel('Filter the log by status').selectOption('(error)')
  await expect(status).toHaveText(/^[12] lines?$/)
  await expect(lines.getByRole('button').first()).toContainText(/"EVALSHA" "[0-9a-f]{40}" "1" "lock" .*NOSCRIPT/s)
  await page.getByLabel('Filter the log by status').selectOption('')
  await page.getByLabel('Filter the log by words').fill('"px" "400"')
  await expect(status).toHaveText('4 lines')
  const line = lines.getByRole('button', { name: /w2 → redis.*OK$/s })
  await expect(line).toContainText(/"SET" "lock" "[^"]+" "NX" "PX" "400"\s*OK/)
  await press(page, line)
  await expect(page.getByText(/^redis runs SET lock .* NX PX 400: OK\.$/).first()).toBeVisible()
  await page.getByRole('button', { name: /^Story of request/ }).click()
  const steps = page.getByRole('list', { name: 'Steps of the request' })
  await expect(steps).toContainText(/"SET" "lock"/)
  await expect(steps).toContainText('OK goes from redis to w2.')
  await page.getByRole('tab', { name: 'Log' }).click()
  await expect(status).toHaveText('4 lines')
})

test('HTTP reads as an access log, and lines ahead of the playhead are told apart', async ({ page }) => {
  const lines = await openLog(page, '#/circuit-breaker?preset=retry-storm', 'HTTP')
  await page.getByLabel('Filter the log by node').selectOption('gateway')
  await page.getByLabel('Filter the log by status').selectOption({ index: 1 })
  const failed = lines.getByRole('button', { name: /gateway → orders.*500.*service fails.*try 2/s }).first()
  await press(page, failed)
  const rows = await lines.getByRole('button', { name: /→/ }).all()
  const ahead = await Promise.all(rows.map((row) => row.getAttribute('data-ahead')))
  const current = await Promise.all(rows.map((row) => row.getAttribute('aria-current')))
  const at = current.indexOf('step')
  expect(ahead.map((each) => each === 'true')).toEqual(rows.map((_, index) => index > at))
})

test('a long log is virtual, and follows the playhead until one scrolls', async ({ page }) => {
  const lines = await openLog(page, '#/load-balancer', 'HTTP')
  await expect(page.getByRole('status').filter({ hasText: /line/ })).toHaveText(/^\d,\d{3} lines$/)
  expect(await lines.getByRole('listitem').count()).toBeLessThan(60)
  await page.getByRole('button', { name: 'To the end' }).click()
  await expect(lines.locator('[aria-current=step]')).toBeVisible()
  await lines.hover()
  await page.mouse.wheel(0, -2_000)
  await expect(page.getByRole('checkbox', { name: 'Follow the playhead' })).not.toBeChecked()
})
