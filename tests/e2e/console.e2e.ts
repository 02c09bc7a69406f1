import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

declare global {
  interface Window {
    violations: string[]
  }
}

/** Collects what the browser complains about: errors on the console, errors nobody caught, breaches of the policy. */
async function complaintsOf(page: Page): Promise<() => Promise<string[]>> {
  const heard: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text())
  })
  page.on('pageerror', (error) => heard.push(String(error)))
  await page.addInitScript(() => {
    window.violations = []
    document.addEventListener('securitypolicyviolation', (event) => {
      window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)
    })
  })
  return async () => [...heard, ...(await page.evaluate(() => window.violations))]
}

test('the gallery breaks no rule of the page’s policy and logs no error', async ({ page }) => {
  const complaints = await complaintsOf(page)
  await page.goto('/')
  await expect(page.locator('.gallery-glyph svg').first()).toBeVisible()
  await page.getByRole('searchbox').fill('xyzzy')
  await expect(page.getByText('Nothing here speaks of')).toBeVisible()
  expect(await complaints()).toEqual([])
})

for (const link of ['#/load-balancer?preset=slow-server', '#/consistent-hashing?preset=add-ring']) {
  test(`no panel, dialog or menu of ${link} breaks the policy or logs an error`, async ({ page }) => {
    const complaints = await complaintsOf(page)
    const playground = new PlaygroundPage(page)
    await playground.open(link)
    const nodes = page.locator('button[data-node]')
    await nodes.last().click()
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      await expect(tab).toHaveAttribute('aria-selected', 'true')
      await expect(page.getByText('Loading…')).toHaveCount(0)
      expect(await complaints(), await tab.innerText()).toEqual([])
    }
    await playground.button('Keys and help').click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await nodes.last().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Slow' }).click()
    await page.getByRole('menuitem', { name: '×10', exact: true }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await page.getByRole('button', { name: 'Copy link' }).click()
    await playground.button('Play').first().click()
    await playground.button('Pause').first().click()
    expect(await complaints()).toEqual([])
  })
}

for (const link of [
  '#/load-balancer?variant=random&b.variant=least&vs=b',
  '#/cache-eviction',
  '#/rate-limiter',
  '#/circuit-breaker',
  '#/search',
  '#/time-series',
]) {
  test(`${link} plays and steps without an error`, async ({ page }) => {
    const complaints = await complaintsOf(page)
    const playground = new PlaygroundPage(page)
    await playground.open(link)
    await playground.button('Play').first().click()
    await expect.poll(async () => Number((await playground.shown()).micros)).toBeGreaterThan(1_000)
    await playground.button('Pause').first().click()
    for (let step = 0; step < 5; step++) await page.keyboard.press('Shift+ArrowRight')
    for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+ArrowLeft')
    expect(await complaints()).toEqual([])
  })
}
