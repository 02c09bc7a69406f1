import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

const side = (page: Page, id: string) => page.getByRole('region', { name: `Run ${id}`, exact: true })
const branch = (page: Page, name: RegExp) =>
  page.getByRole('tree', { name: 'Branches' }).getByRole('treeitem', { name })

for (const hash of [
  '#/load-balancer?variant=random&rps=400&t=2s',
  '#/distributed-lock?preset=pause-guide',
  '#/circuit-breaker?preset=trips',
])
  test(`two variants run side by side on the same traffic, and their link shows the same: ${hash}`, async ({
    page,
  }) => {
    const playground = new PlaygroundPage(page)
    await playground.open(hash)
    await playground.button('Compare').click()
    await expect(side(page, 'a')).toBeVisible()
    await expect(side(page, 'b')).toBeVisible()
    const panel = page.getByRole('tabpanel', { name: 'Compare' })
    await expect(panel.getByText(/^All [\d,]+ requests are the same in both runs\.$/)).toBeVisible()
    await playground.expectSameFromLink(/[?&]vs=b&/)

    const charts = panel.getByRole('region', { name: 'Differences over time' })
    await expect(charts.getByRole('figure')).toHaveCount(4)
    for (const name of ['Load', 'p50', 'p99', 'Errors'])
      await expect(charts.getByRole('figure').filter({ hasText: name })).toContainText(
        /the same in both|widest at .+ against /,
      )
    const { micros } = await playground.shown()
    await charts
      .getByRole('button', { name: /^widest at/ })
      .first()
      .click()
    await expect(playground.root).not.toHaveAttribute('data-micros', micros)

    const same = panel.getByRole('region', { name: 'The same request in both runs' })
    await same.getByRole('listitem').last().getByRole('button').click()
    await expect(panel.locator('.waterfall')).toHaveCount(2)
    await same.getByRole('button', { name: /^Its story in a/ }).click()
    await expect(page.getByRole('list', { name: 'Steps of the request' }).getByRole('listitem').first()).toBeVisible()
  })

for (const { hash, at } of [
  { hash: '#/load-balancer?variant=least&do=crash:s2@2s&t=2.5s', at: '2.5 s' },
  { hash: '#/distributed-lock?variant=guide&do=pause:w1:700ms@90ms&t=400ms', at: '400 ms' },
  { hash: '#/circuit-breaker?do=crash:service@1s&t=1.2s', at: '1.2 s' },
])
  test(`a fork leaves its parent at its moment, and its link opens the same pictures: ${hash}`, async ({ page }) => {
    const playground = new PlaygroundPage(page)
    await playground.open(hash)
    const before = await playground.finished()
    await page.keyboard.press('f')
    const fork = branch(page, /^b /)
    await expect(fork).toHaveAccessibleName(new RegExp(`, leaves a at ${at.replace('.', '\\.')}, shown$`))
    const [letter, playhead] = await Promise.all([
      fork.locator('.branch-letter').boundingBox(),
      page.locator('.timeline-playhead').boundingBox(),
    ])
    expect((letter?.x ?? 0) - (playhead?.x ?? 0)).toBeGreaterThan(0)
    expect((letter?.x ?? 0) - (playhead?.x ?? 0)).toBeLessThan(20)

    await page
      .getByRole('button', { name: /^Remove: / })
      .first()
      .click()
    await expect(playground.root).not.toHaveAttribute('data-digest', before)
    const forked = await playground.finished()
    await playground.button('Name branch b').click()
    await page.getByRole('textbox', { name: 'Name of branch b' }).fill('as it should be')
    await page.keyboard.press('Enter')
    await expect(fork).toBeFocused()
    await expect(fork).toHaveAccessibleName(/^b as it should be, /)
    await playground.expectSameFromLink(/b\.name=as%20it%20should%20be&b\.at=[^&]+&show=b&vs=a/)

    await fork.focus()
    await page.keyboard.press('ArrowUp')
    await expect(branch(page, /^a /)).toBeFocused()
    expect(await playground.finished()).toBe(forked)
    await page.keyboard.press('Enter')
    await expect(playground.root).toHaveAttribute('data-digest', before)
    await expect(branch(page, /^a .*, shown$/)).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('c')
    await expect(side(page, 'b')).toHaveCount(0)
    await page.keyboard.press('c')
    await expect(side(page, 'b')).toBeVisible()
    await page.keyboard.press('Delete')
    await expect(page.getByRole('tree', { name: 'Branches' })).toHaveCount(0)
    await expect(page.getByRole('slider', { name: 'Moment of the run' })).toBeFocused()
  })

test('switching to the other branch turns the comparison round, and undo brings it back', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?variant=random&b.variant=least&vs=b')
  const random = await playground.finished()
  await playground.button('Change this one').click()
  await expect(playground.root).not.toHaveAttribute('data-digest', random)
  await expect(side(page, 'b').getByText('shown, changed and broken here')).toBeVisible()
  await page.keyboard.press('Control+z')
  expect(await playground.finished()).toBe(random)
})
