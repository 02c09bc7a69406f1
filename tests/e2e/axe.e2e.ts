import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

const WITH_PANELS = ['#/load-balancer?preset=slow-server&do=crash:s1@2s&t=3s', '#/consistent-hashing']
const WITHOUT_PANELS = [
  '#/cache-eviction?preset=scan',
  '#/rate-limiter?t=2s',
  '#/circuit-breaker?t=3s',
  '#/search?t=1s',
  '#/time-series?t=3s',
]

/** A state of the page beyond its panels: how it is reached, and what shows that it is there. */
const STATES: readonly { readonly name: string; readonly link: string; open(page: Page): Promise<void> }[] = [
  {
    name: 'a comparison with branches and its differences',
    link: '#/load-balancer?variant=least&do=crash:s2@2s&t=2.5s&b.do=nothing&b.at=1.9s&b.name=no%20crash&c.variant=random&show=b&vs=a',
    async open(page) {
      await expect(page.getByRole('region', { name: 'Differences over time' })).toBeVisible()
      await expect(page.getByRole('tree', { name: 'Branches' })).toBeVisible()
    },
  },
  {
    name: 'a step of a lesson, answered',
    link: '#/load-balancer?preset=slow-server',
    async open(page) {
      await page
        .getByRole('region', { name: 'Lesson' })
        .getByRole('button', { name: 'A server that fails fast' })
        .click()
      await page.getByRole('radio', { name: 'about 25 %, a fair share' }).check()
      await page.getByRole('button', { name: 'Run and see' }).click()
      await expect(page.getByRole('form').getByRole('status')).toContainText('Not quite')
    },
  },
  {
    name: 'a story, told from a link',
    link: '#/distributed-lock?preset=pause-guide&story=2',
    async open(page) {
      await expect(page.getByRole('list', { name: 'Steps of the request' })).toBeVisible()
    },
  },
  {
    name: 'a span that is asked about',
    link: '#/circuit-breaker?preset=trips&span=2s-4s',
    async open(page) {
      await expect(page.getByRole('region', { name: 'What differs?' }).getByRole('table')).toBeVisible()
    },
  },
  {
    name: 'a broken check, what led there, and a finding',
    link: '#/distributed-lock?preset=pause-guide',
    async open(page) {
      await page.getByRole('tab', { name: 'Checks' }).click()
      await page.getByRole('button', { name: 'Break it' }).click()
      await expect(page.getByRole('alert')).toContainText('Found.', { timeout: 40_000 })
    },
  },
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
          await expect(page.getByText('Loading…')).toHaveCount(0)
          const panel = new AxeBuilder({ page }).include('[role=tabpanel]')
          expect(await seriousOf(panel), await tab.innerText()).toEqual([])
        }
      })
    }
  })
}

test.describe('in both themes', () => {
  test.use({ reducedMotion: 'reduce' })

  for (const { name, link, open } of STATES)
    test(`nothing serious for axe in ${name}`, async ({ page }) => {
      const playground = new PlaygroundPage(page)
      await playground.open(link)
      await open(page)
      await playground.picture()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await seriousOf(new AxeBuilder({ page })), colorScheme).toEqual([])
      }
    })
})

/** What is serious or critical, with the element that it is about. */
async function seriousOf(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    )
}
