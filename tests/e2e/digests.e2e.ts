import { expect, test } from '@playwright/test'
import { importTypeScript } from '../tools/run-ts.mjs'
import { PlaygroundPage } from './playground-page'

interface Played {
  readonly system: string
  readonly preset: string
  readonly digest: string
  readonly events: number
  readonly link: string
}

test('the page and the command line give one digest for every preset', async ({ page }) => {
  test.setTimeout(180_000)
  const played: Played[] = []
  const { main } = await importTypeScript('tests/tools/play-command.ts')
  const complaints: string[] = []
  await main(['--all'], {
    out: (line: string) => played.push(JSON.parse(line)),
    error: (line: string) => complaints.push(line),
  })
  expect(complaints).toEqual([])
  expect(played.length).toBeGreaterThan(9)
  const playground = new PlaygroundPage(page)
  for (const { system, preset, digest, events, link } of played) {
    await test.step(`${system}: ${preset}`, async () => {
      expect(link).toContain(`#/${system}?preset=${preset}&`)
      await page.goto(`/${link}`)
      await expect(playground.root).toHaveAttribute('data-digest', digest)
      await expect(playground.root).toHaveAttribute('data-events', String(events))
    })
  }
})
