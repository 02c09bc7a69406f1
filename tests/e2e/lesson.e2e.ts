import { expect, type Page, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

/** Opens a step of a lesson from its contents and waits for its run. */
async function openStep(page: Page, system: string, title: string): Promise<PlaygroundPage> {
  const playground = new PlaygroundPage(page)
  await playground.open(`#/${system}`)
  await page.getByRole('region', { name: 'Lesson' }).getByRole('button', { name: title }).click()
  await expect(page.getByRole('heading', { name: title })).toBeFocused()
  await playground.finished()
  return playground
}

const answer = (page: Page) => page.getByRole('form').getByRole('status')

test('a wrong choice is told what is right, and the link opens the same step and asks anew', async ({
  page,
  browser,
}) => {
  const playground = await openStep(page, 'load-balancer', 'A server that fails fast looks idle')
  await expect(page.getByText(/^Step \d+ of \d+/)).toBeVisible()
  await expect(playground.button('Run and see')).toBeDisabled()
  await page.getByRole('radio', { name: 'about 25 %, a fair share' }).check()
  await playground.button('Run and see').click()
  await expect(answer(page)).toContainText('Not quite: more than 40 %')
  await expect(answer(page)).toContainText(/s2 gets \d+ of \d+ requests/)
  await expect(playground.root).toHaveAttribute('data-micros', '3000000')
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('t=3s&lesson=black-hole')
  await expect(playground.button('Undo: A server that fails fast looks idle')).toBeEnabled()

  const other = await browser.newPage()
  await other.goto(page.url())
  const again = new PlaygroundPage(other)
  expect(await again.finished()).toBe(await playground.finished())
  await expect(other.getByRole('heading', { name: 'A server that fails fast looks idle' })).toBeVisible()
  await expect(again.root).toHaveAttribute('data-micros', '3000000')
  await other.getByRole('radio', { name: 'more than 40 %' }).check()
  await again.button('Run and see').click()
  await expect(answer(other)).toContainText('Right')
  await other.close()

  const title = page.getByRole('region', { name: 'Lesson' }).getByRole('heading', { level: 2 })
  await playground.button('Next').click()
  await expect(title).not.toHaveText('A server that fails fast looks idle')
  await expect(title).toBeFocused()
  await playground.button('Back').click()
  await expect(answer(page)).toContainText('Not quite')
})

test('a number is told how far off it is, and a changed parameter is answered anew in the same step', async ({
  page,
}) => {
  const playground = await openStep(page, 'consistent-hashing', 'Few points, long arcs')
  const before = await playground.finished()
  await page.getByRole('spinbutton', { name: /busiest/ }).fill('1.4')
  await page.keyboard.press('Enter')
  await expect(answer(page)).toContainText(/^Off by 1\.3 times \(48 %\): too low/)
  await playground.button('Give each node 128 points').click()
  await expect(playground.root).not.toHaveAttribute('data-digest', before)
  await playground.finished()
  await expect(answer(page)).toContainText(/^Close, off by/)
  await expect(page.getByText(/^Step \d+ of \d+/)).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(playground.root).toHaveAttribute('data-digest', before)
  await expect(answer(page)).toContainText(/^Off by/)
})

test('by keyboard: a right guess, what is measured behind it, and the moments beside the lesson', async ({ page }) => {
  const playground = await openStep(page, 'rate-limiter', 'The edge of a window')
  const field = page.getByRole('spinbutton', { name: /within any one second/ })
  await expect(page.getByText('Measured on this run')).toBeHidden()
  await field.focus()
  await page.keyboard.type('20')
  await page.keyboard.press('Enter')
  await expect(answer(page)).toContainText('Exactly right')
  await page.getByText('Measured on this run').press('Enter')
  const lesson = page.getByRole('region', { name: 'Lesson' })
  await expect(lesson.locator('[data-lamp="holds"]')).toHaveCount(3)
  await expect(lesson.locator('[data-lamp="broken"]')).toHaveCount(0)
  await page.getByRole('radio', { name: 'Moments' }).check()
  await expect(page.getByRole('heading', { name: 'Moments' })).toBeVisible()
  await page.getByRole('radio', { name: 'Lesson' }).check()
  await expect(answer(page)).toContainText('Exactly right')
  await playground.button('Next').click()
  await expect(page.getByRole('heading', { name: 'Remember every request' })).toBeFocused()
})

test('the gallery finds a word of a lesson', async ({ page }) => {
  await page.goto('/#/')
  await page.getByRole('searchbox').fill('gossip')
  await expect(page.getByText('Lesson: One probe is gossip')).toBeVisible()
})
