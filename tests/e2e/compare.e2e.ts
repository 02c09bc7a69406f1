import { expect, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

test('two variants run side by side on the same traffic, and the same request can be asked in both', async ({
  page,
}) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?variant=random&rps=400&t=2s')
  await playground.button('Compare').click()
  await expect(page.getByRole('region', { name: 'Run a', exact: true })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Run b', exact: true })).toBeVisible()
  await page.getByRole('combobox', { name: 'Variant of run b' }).selectOption('Least connections')
  const panel = page.getByRole('tabpanel', { name: 'Compare' })
  await expect(panel.getByText(/^All [\d,]+ requests are the same in both runs\.$/)).toBeVisible()
  await expect(panel.getByRole('row', { name: /^p99/ })).toContainText('×0.')
  await panel.getByRole('region', { name: 'The same request in both runs' }).getByRole('button').nth(1).click()
  await expect(panel.locator('.waterfall')).toHaveCount(2)
})

test('a fork goes on in a copy, is compared with what it leaves, and its link opens the same pictures', async ({
  page,
  browser,
}) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?variant=least&do=crash:s2@2s&t=2.5s')
  const crashed = await playground.finished()
  await page.keyboard.press('f')
  await expect(page.getByRole('region', { name: 'Run b', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Remove: crash s2' }).first().click()
  await expect(playground.root).not.toHaveAttribute('data-digest', crashed)
  const forked = await playground.finished()
  await page.getByRole('button', { name: /^b Least connections/ }).click()
  await page.getByRole('textbox', { name: 'Name of branch b' }).fill('no crash')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('b.name=no%20crash')
  const link = await page.evaluate(() => location.href)
  const pictures = await page
    .locator('canvas')
    .evaluateAll((all) => all.map((each) => (each as HTMLCanvasElement).toDataURL()))
  const other = await browser.newPage()
  await other.goto(link)
  const again = new PlaygroundPage(other)
  expect(await again.finished()).toBe(forked)
  await expect(other.getByRole('button', { name: 'b no crash' })).toBeVisible()
  await expect(
    other.getByRole('region', { name: 'Run a', exact: true }).getByText('down', { exact: true }),
  ).toBeVisible()
  await expect
    .poll(() =>
      other.locator('canvas').evaluateAll((all) => all.map((each) => (each as HTMLCanvasElement).toDataURL())),
    )
    .toEqual(pictures)
  await other.close()
})

test('switching to the other branch turns the comparison round, and undo brings it back', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?variant=random&b.variant=least&vs=b')
  const random = await playground.finished()
  await playground.button('Change this one').click()
  await expect(playground.root).not.toHaveAttribute('data-digest', random)
  await expect(
    page.getByRole('region', { name: 'Run b', exact: true }).getByText('shown, changed and broken here'),
  ).toBeVisible()
  await page.keyboard.press('Control+z')
  expect(await playground.finished()).toBe(random)
})
