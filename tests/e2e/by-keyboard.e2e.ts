import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'
import { tabTo as tabToName } from './tab-to'

test.use({ reducedMotion: 'reduce' })

const press = (page: Page, ...keys: readonly string[]) =>
  keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve())

/** Goes on with Tab to what is named so, which then shows that it has the focus; nothing moves by itself meanwhile. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  await tabToName(page, name)
  const seen = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body)
    return {
      ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0,
      moving: document.getAnimations().filter(({ playState }) => playState === 'running').length,
    }
  })
  expect(seen, `where ${name} has the focus`).toEqual({ ring: true, moving: 0 })
}

/** Goes to the row of panels and with the arrow keys to one of them. */
async function toPanel(page: Page, name: string): Promise<void> {
  const isTab = () => page.evaluate(() => document.activeElement?.getAttribute('role') === 'tab')
  for (let stop = 0; stop < 150 && !(await isTab()); stop++) await page.keyboard.press('Tab')
  for (let step = 0; step < 12; step++) {
    if ((await page.getByRole('tab', { name }).getAttribute('aria-selected')) === 'true') break
    await page.keyboard.press('ArrowRight')
  }
  await expect(page.getByRole('tab', { name })).toBeFocused()
}

test('compare, fork, story, lamps, search, code and lesson, all without a pointer and without motion', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const playground = new PlaygroundPage(page)
  await playground.open('#/distributed-lock?preset=pause-guide')
  const guide = await playground.finished()

  await test.step('compare, and from the widest difference to the same request in both', async () => {
    await press(page, 'c')
    await expect(page.getByRole('region', { name: 'Run b', exact: true })).toBeVisible()
    await toPanel(page, 'Compare')
    await tabTo(page, /^widest at/)
    const { micros } = await playground.shown()
    await press(page, 'Enter')
    await expect(playground.root).not.toHaveAttribute('data-micros', micros)
    await tabTo(page, /^\d+.* against /)
    await press(page, 'Enter')
    await expect(page.locator('.compare-row[aria-pressed=true]')).toBeFocused()
    await tabTo(page, /^Stop comparing$/)
    await press(page, 'Enter')
    await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeFocused()
    await press(page, 'Enter')
    await expect(page.getByRole('region', { name: 'Run b', exact: true })).toBeVisible()
  })

  await test.step('fork, show the other branch, and remove the fork', async () => {
    await press(page, 'f')
    const tree = page.getByRole('tree', { name: 'Branches' })
    await expect(tree.getByRole('treeitem')).toHaveCount(3)
    await tabTo(page, /^c .*shown$/)
    await press(page, 'Home', 'Enter')
    await expect(tree.getByRole('treeitem', { name: /^a .*shown$/ })).toBeFocused()
    await expect(playground.root).toHaveAttribute('data-digest', guide)
    await press(page, 'ArrowRight', 'Delete')
    await expect(tree.getByRole('treeitem')).toHaveCount(2)
    await expect(tree.getByRole('treeitem', { name: /^a / })).toBeFocused()
    await press(page, 'ArrowDown', 'Delete')
    await expect(page.getByRole('slider', { name: 'Moment of the run' })).toBeFocused()
  })

  await test.step('the story of the slowest request here, and back to all of them', async () => {
    await press(page, 'End', 'PageDown', 'Enter')
    await expect(page.getByRole('button', { name: /^(Slowest here|Ended nearest): request/ })).toBeFocused()
    await press(page, 'Enter')
    const steps = page.getByRole('list', { name: 'Steps of the request' })
    await expect(steps).toBeVisible()
    await expect(page.getByRole('slider', { name: 'Moment of the run' })).toBeFocused()
    await toPanel(page, 'Request')
    await tabTo(page, /^All requests$/)
    await press(page, 'Enter')
    await expect(steps).toHaveCount(0)
    await expect(page.getByText('Choose a packet in the picture')).toBeFocused()
    await tabTo(page, /deposit/)
    await press(page, 'Enter')
    await expect(page.getByRole('heading', { name: /^Request \d+/ })).toBeFocused()
  })

  await test.step('a red lamp, its breach, and what led there', async () => {
    await toPanel(page, 'Checks')
    await tabTo(page, /^Go to /)
    await press(page, 'Enter')
    const breach = Number((await playground.shown()).micros)
    await tabTo(page, /^What led there$/)
    await tabTo(page, /stands still/)
    await press(page, 'Enter')
    expect(Number((await playground.shown()).micros)).toBeLessThan(breach)
  })

  await test.step('a search finds a breach and opens it', async () => {
    await tabTo(page, /^Break it$/)
    await press(page, 'Enter')
    await expect(page.getByRole('alert')).toContainText('Found.', { timeout: 50_000 })
    await expect(page.getByRole('button', { name: 'Break it' })).toBeFocused()
    await tabTo(page, /^Open it$/)
    await press(page, 'Enter')
    await expect(playground.button('Undo: what the search found')).toBeVisible()
    await playground.finished()
  })

  await playground.open('#/load-balancer?preset=slow-server-least')
  await test.step('step through the code', async () => {
    await toPanel(page, 'Code')
    const told = page.getByRole('region', { name: 'Step' })
    await press(page, 'i')
    await expect(told).toBeVisible()
    const first = await told.innerText()
    await press(page, 'o')
    await expect.poll(() => told.innerText()).not.toBe(first)
    await press(page, 'b')
    await expect.poll(() => told.innerText()).toBe(first)
  })

  await test.step('a step of the lesson', async () => {
    await tabTo(page, /^Start$/)
    await press(page, 'Enter')
    await playground.finished()
    await expect(page.getByText(/^Step 1 of \d+/)).toBeVisible()
    await expect(page.getByRole('region', { name: 'Lesson' }).getByRole('heading').first()).toBeFocused()
  })
})
