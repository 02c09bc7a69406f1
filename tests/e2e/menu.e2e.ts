import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

const LINK = '#/load-balancer?t=2s'

async function opened(page: Page): Promise<PlaygroundPage> {
  const playground = new PlaygroundPage(page)
  await playground.open(LINK)
  return playground
}
const interventions = (page: Page) => page.getByRole('list', { name: 'Interventions on the timeline' })

test('a right click on a node offers what its panel offers, and crashes it at the moment shown', async ({ page }) => {
  const playground = await opened(page)
  await page.locator('button[data-node=s2]').click({ button: 'right' })
  const menu = page.getByRole('menu')
  for (const name of ['Crash', 'Fail fast', 'Flap', 'Recover', 'Slow', 'Pause'])
    await expect(menu.getByRole('menuitem', { name, exact: true })).toBeVisible()
  await menu.getByRole('menuitem', { name: 'Crash' }).click()
  await playground.finished()
  await expect(interventions(page)).toContainText('crash s2')
  await expect(page.locator('button[data-node=s2]')).toContainText('down')
  await page.locator('button[data-node=s2]').click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Restart' })).toBeVisible()
})

test('a link is cut and healed from its menu', async ({ page }) => {
  const playground = await opened(page)
  const link = page.getByRole('button', { name: /link between lb and s1/ })
  await link.focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Cut' }).click()
  await playground.finished()
  await expect(interventions(page)).toContainText('cut lb – s1')
})

test('the keyboard opens the menu, walks it, and comes back to the node', async ({ page }) => {
  const playground = await opened(page)
  const node = page.locator('button[data-node=s3]')
  await node.focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toBeHidden()
  await expect(node).toBeFocused()
  await page.keyboard.press('ContextMenu')
  await expect(page.getByRole('menu')).toBeFocused()
  await page.keyboard.type('slow')
  await expect(page.getByRole('menuitem', { name: 'Slow', exact: true })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('menuitem', { name: '×2', exact: true })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: '×4', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await playground.finished()
  await expect(interventions(page)).toContainText('slow s3 ×4')
})

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } })

  test('a long press opens the menu and chooses nothing else', async ({ page }) => {
    await opened(page)
    const box = await page.locator('button[data-node=s1]').boundingBox()
    if (box === null) throw new Error('s1 is not shown')
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    const client = await page.context().newCDPSession(page)
    await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
    await expect(page.getByRole('menuitem', { name: 'Crash' })).toBeVisible()
    await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await expect(page.getByRole('menuitem', { name: 'Crash' })).toBeVisible()
    await expect(page.locator('button[data-node=s1]')).toHaveAttribute('aria-pressed', 'false')
  })
})
