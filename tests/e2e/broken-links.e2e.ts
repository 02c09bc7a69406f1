import { expect, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

test('what a link gets wrong is noted, and all that is right in it is kept', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?rps=150&work=soon&colour=red&do=crash:s2@2s,explode:s1@3s&t=3s')
  await expect(page.getByText('“colour” is unknown here and was left out.')).toBeVisible()
  await expect(page.getByText(/“work” takes times from .*, not “soon”\./)).toBeVisible()
  await expect(page.getByText(/“explode:s1@3s” is nothing that can be done here/)).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Requests' })).toHaveValue('150')
  await expect(page.getByRole('button', { name: /^crash s2 at 2 s/ })).toBeVisible()
  await expect(playground.root).toHaveAttribute('data-micros', '3000000')
})

test('a link of another revision, or with another digest, says that it may differ', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?r=999.1')
  await expect(page.getByText(/made with revision 999\.1/)).toBeVisible()
  await playground.open('#/load-balancer?seed=3&d=00000000')
  await expect(page.getByText(/its digest is [0-9a-f]{8}, not 00000000/)).toBeVisible()
})

test('a system that does not exist leads to the gallery, with a word about it', async ({ page }) => {
  await page.goto('/#/no-such-system?rps=1')
  await expect(page.getByRole('searchbox')).toBeVisible()
  await expect(page.getByText(/no-such-system/)).toBeVisible()
})

const hostile = [
  '#/load-balancer?__proto__=1&constructor=2&toString=3',
  '#/load-balancer?rps=%E0%A4%A&%=%&&&===',
  '#/load-balancer?do=<img src=x onerror=alert(1)>@1s',
  '#/load-balancer?rps=1e999&seed=-0&for=99999999h&t=NaN',
  `#/load-balancer?x=${'a'.repeat(9_000)}`,
  '#/load-balancer?do=crash:no-such-node@1s,cut:a~b@2s',
]

test('hostile links run, and nothing of them is taken for markup', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('dialog', (dialog) => errors.push(dialog.message()))
  const playground = new PlaygroundPage(page)
  for (const link of hostile) {
    await page.goto('about:blank')
    await playground.open(link)
    expect(await page.locator('img[src="x"]').count()).toBe(0)
    expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([])
  }
  expect(errors).toEqual([])
})
