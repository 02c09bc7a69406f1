import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

const WITH_PANELS = ['#/load-balancer?preset=slow-server&do=crash:s1@2s&t=3s', '#/consistent-hashing']
const WITHOUT_PANELS = [
  '#/load-balancer?variant=random&b.variant=least&vs=b&t=2s',
  '#/cache-eviction?preset=scan',
  '#/rate-limiter?t=2s',
  '#/circuit-breaker?t=3s',
  '#/search?t=1s',
  '#/time-series?t=3s',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' })

    test('the gallery has nothing serious for axe', async ({ page }) => {
      await page.goto('/')
      await expect(page.getByRole('link', { name: /Who gets the next request/ })).toBeVisible()
      expect(await seriousOf(new AxeBuilder({ page }))).toEqual([])
    })

    for (const link of WITHOUT_PANELS) {
      test(`the picture of ${link} has nothing serious for axe`, async ({ page }) => {
        const playground = new PlaygroundPage(page)
        await playground.open(link)
        expect(await seriousOf(new AxeBuilder({ page }))).toEqual([])
      })
    }

    for (const link of WITH_PANELS) {
      test(`the playground of ${link} has nothing serious for axe, on any panel`, async ({ page }) => {
        const playground = new PlaygroundPage(page)
        await playground.open(link)
        await playground.picture()
        expect(await seriousOf(new AxeBuilder({ page }))).toEqual([])
        for (const tab of await page.getByRole('tab').all()) {
          await tab.click()
          await expect(tab).toHaveAttribute('aria-selected', 'true')
          const panel = new AxeBuilder({ page }).include('[role=tabpanel]')
          expect(await seriousOf(panel), await tab.innerText()).toEqual([])
        }
      })
    }
  })
}

/** What is serious or critical, with the element that it is about. */
async function seriousOf(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    )
}
