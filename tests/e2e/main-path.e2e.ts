import { expect, test } from '@playwright/test'
import { durationText } from '../../workers/kernel/time'
import { PlaygroundPage } from './playground-page'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('open the page, play, step back, break it, send the link', async ({ page, browser, baseURL }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const playground = new PlaygroundPage(page)

  await test.step('the gallery leads to a system that runs', async () => {
    await page.goto('/')
    await page.getByRole('link', { name: /Who gets the next request/ }).click()
    await playground.finished()
  })

  await test.step('it plays and pauses', async () => {
    const { micros: start } = await playground.shown()
    await playground.button('Play').click()
    await expect.poll(async () => Number((await playground.shown()).micros)).toBeGreaterThan(Number(start) + 2_000)
    await playground.button('Pause').click()
    const { micros } = await playground.shown()
    await playground.picture()
    expect((await playground.shown()).micros).toBe(micros)
  })

  await test.step('five steps forward and five back show the same picture', async () => {
    const before = { shown: await playground.shown(), picture: await playground.picture() }
    for (let step = 0; step < 5; step++) await playground.button('One step forward').click()
    const ahead = { shown: await playground.shown(), picture: await playground.picture() }
    expect(Number(ahead.shown.count)).toBe(Number(before.shown.count) + 5)
    expect(ahead.picture).not.toEqual(before.picture)
    for (let step = 0; step < 5; step++) await playground.button('One step back').click()
    expect(await playground.shown()).toEqual(before.shown)
    expect(await playground.picture()).toEqual(before.picture)
  })

  const unbroken = (await playground.shown()).digest
  await test.step('a crashed server makes another run, and the failures say why', async () => {
    await page.getByRole('region', { name: 'Picture of the system' }).getByRole('button', { name: /^s2/ }).click()
    await playground.button('Crash').dblclick()
    await expect(playground.root).not.toHaveAttribute('data-digest', unbroken)
    expect(await playground.finished()).not.toBe(unbroken)
    await expect(page.getByRole('button', { name: /^crash s2 at/ })).toBeVisible()
    await page.getByRole('tab', { name: 'Log' }).click()
    const log = page.getByRole('tabpanel', { name: 'Log' })
    await log.getByRole('searchbox').fill('connection lost')
    await expect(log.getByText(/fails after .*: connection lost at s2/).first()).toBeVisible()
    await log.getByRole('searchbox').clear()
  })

  await test.step('undo takes the crash back, redo brings it again', async () => {
    const { digest } = await playground.shown()
    await playground.button(/^Undo/).click()
    await expect(playground.root).toHaveAttribute('data-digest', unbroken)
    await playground.button(/^Redo/).click()
    await expect(playground.root).toHaveAttribute('data-digest', digest)
  })

  await test.step('the copied link shows the same run, moment and picture in a new browser', async () => {
    for (let step = 0; step < 3; step++) await playground.button('One step forward').click()
    await playground.button('Copy link').click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('crash:s2@')
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link.startsWith(String(baseURL))).toBe(true)
    const here = { shown: await playground.shown(), picture: await playground.picture() }

    const context = await browser.newContext()
    const other = new PlaygroundPage(await context.newPage())
    await other.page.goto(link)
    await other.finished()
    await expect.poll(() => other.shown()).toEqual(here.shown)
    expect(await other.picture()).toEqual(here.picture)
    await context.close()
  })

  expect(errors).toEqual([])
})

test('the address follows what is shown, and reloading comes back to it', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?seed=5')
  await page.getByRole('combobox', { name: 'Variant' }).selectOption({ label: 'Random' })
  await page.keyboard.press('Escape')
  for (let step = 0; step < 4; step++) await playground.button('One step forward').click()
  await expect(page).toHaveURL(/#\/load-balancer\?variant=random&seed=5&r=[0-9.]+&d=[0-9a-f]{8}&t=/)
  const here = { shown: await playground.shown(), picture: await playground.picture() }
  // The address is written at most once in 500 ms: the one that tells of this moment comes after the last step.
  const moment = `d=${here.shown.digest.slice(0, 8)}&t=${durationText(Number(here.shown.micros))}`
  await expect.poll(() => page.evaluate(() => location.hash)).toContain(moment)
  await page.reload()
  await playground.finished()
  await expect.poll(() => playground.shown()).toEqual(here.shown)
  expect(await playground.picture()).toEqual(here.picture)
})

test('a link typed into the address bar is opened, and Back goes to the gallery', async ({ page }) => {
  const playground = new PlaygroundPage(page)
  await page.goto('/')
  await page.getByRole('link', { name: /Who gets the next request/ }).click()
  const first = await playground.finished()
  await page.evaluate(() => {
    location.hash = '#/load-balancer?seed=99'
  })
  await expect(playground.root).not.toHaveAttribute('data-digest', first)
  await playground.finished()
  await page.goBack()
  await expect(playground.root).toHaveAttribute('data-digest', first)
  await page.goBack()
  await expect(page.getByRole('searchbox')).toBeVisible()
})
