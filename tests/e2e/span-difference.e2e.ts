import { expect, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

const RUNS = [
  '#/load-balancer?preset=slow-server',
  '#/circuit-breaker?preset=trips',
  '#/rate-limiter?preset=side-by-side',
] as const

for (const hash of RUNS)
  test(`a span of the timeline answers what differs inside it: ${hash}`, async ({ page }) => {
    const playground = new PlaygroundPage(page)
    await playground.open(hash)
    const plot = page.getByRole('slider', { name: 'Moment of the run' })
    const box = await plot.boundingBox()
    if (box === null) throw new Error('the timeline is not to be seen')
    const y = box.y + 45
    await page.keyboard.down('Shift')
    await page.mouse.move(box.x + box.width * 0.3, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 })
    await page.mouse.up()
    await page.keyboard.up('Shift')
    const panel = page.getByRole('region', { name: 'What differs?' })
    await expect(panel.getByRole('row', { name: /^p99/ })).toBeVisible()
    const before = await playground.shown()
    const answers = panel.locator('button.difference-line')
    await expect(answers.first()).toBeVisible()
    await answers.first().click()
    expect((await playground.shown()).micros).not.toBe(before.micros)
  })

for (const hash of RUNS)
  test(`the lane of latencies offers the slowest request that ended there: ${hash}`, async ({ page }) => {
    const playground = new PlaygroundPage(page)
    await playground.open(hash)
    const plot = page.getByRole('slider', { name: 'Moment of the run' })
    const offer = page.getByRole('button', { name: /^(Slowest here|Ended nearest): request \d+/ })
    const box = await plot.boundingBox()
    if (box === null) throw new Error('the timeline is not to be seen')
    await page.mouse.click(box.x + box.width * 0.5, box.y + 85)
    const [, id] = /request (\d+)/.exec(await offer.innerText()) ?? []
    await offer.click()
    await expect(page.getByRole('tabpanel', { name: 'Request' })).toContainText(`${id}`)
  })
