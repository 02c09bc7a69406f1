import { readdirSync } from 'node:fs'
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

const systems = readdirSync(new URL('../../workers/systems/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** Bundled once for all systems. */
let playCommand: Promise<typeof import('../tools/play-command')> | undefined

for (const system of systems)
  test(`the page and the command line give one digest for every preset of ${system}`, async ({ page }) => {
    test.setTimeout(120_000)
    const played: Played[] = []
    playCommand ??= importTypeScript('tests/tools/play-command.ts')
    const { main } = await playCommand
    const complaints: string[] = []
    const code = await main(['--all', system], {
      out: (line: string) => played.push(JSON.parse(line)),
      error: (line: string) => complaints.push(line),
    })
    expect(complaints).toEqual([])
    expect(code).toBe(0)
    expect(played.length).toBeGreaterThan(3)
    const playground = new PlaygroundPage(page)
    for (const { preset, digest, events, link } of played) {
      await test.step(preset, async () => {
        expect(link).toContain(`#/${system}?preset=${preset}&`)
        await page.goto(`/${link}`)
        await expect(playground.root).toHaveAttribute('data-digest', digest)
        await expect(playground.root).toHaveAttribute('data-events', String(events))
      })
    }
  })
