import { expect, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

const WORKER = /simulation\.worker[^/]*\.js$/

test('a simulation that hangs is started again, and the run comes at the same moment', async ({ page, context }) => {
  let workers = 0
  await context.route(WORKER, (route) => {
    workers += 1
    if (workers > 1) return route.continue()
    return route.fulfill({ contentType: 'text/javascript', body: 'onmessage = () => { for (;;); }' })
  })
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?seed=5&t=2.5s')
  expect(workers).toBe(2)
  await expect(page.getByText(/did not answer for 2 s/)).toBeVisible()
  await expect(playground.root).toHaveAttribute('data-micros', '2500000')
})

test('a simulation that never works is given up with a sentence', async ({ page, context }) => {
  await context.route(WORKER, (route) => route.abort())
  await page.goto('/#/load-balancer')
  await expect(
    page
      .getByRole('region', { name: 'Playback' })
      .getByRole('paragraph')
      .filter({ hasText: /is not run again/ }),
  ).toBeVisible()
})
