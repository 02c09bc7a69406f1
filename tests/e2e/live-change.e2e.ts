import { expect, test } from '@playwright/test'
import { PlaygroundPage } from './playground-page'

test('a parameter set from the moment shown on leaves the run before it as it was, and stands on the timeline', async ({
  page,
}) => {
  const playground = new PlaygroundPage(page)
  await playground.open('#/load-balancer?t=2s')
  const before = await playground.shown()

  await page.getByRole('radio', { name: 'from here on' }).check()
  const field = page.getByRole('textbox', { name: 'Requests' })
  await field.fill('900')
  await field.press('Enter')
  const handle = page.getByRole('list', { name: 'Interventions on the timeline' })
  await expect(handle).toContainText('Requests 900')
  await playground.finished()

  const after = await playground.shown()
  expect(Number(after.micros) - Number(before.micros)).toBe(1)
  expect(after.digest).not.toBe(before.digest)
  expect(Number(after.events)).toBeGreaterThan(Number(before.events))
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect(playground.root).toHaveAttribute('data-digest', before.digest)

  await page.getByRole('button', { name: /^Redo/ }).click()
  await expect(playground.root).toHaveAttribute('data-digest', after.digest)
  await expect(field).toHaveValue('900')
  await page.getByRole('radio', { name: 'whole run' }).check()
  await expect(field).toHaveValue('300')
})
