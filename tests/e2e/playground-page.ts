import { expect, type Locator, type Page } from '@playwright/test'

/** Which run and which moment a playground shows. */
export interface Shown {
  readonly digest: string
  readonly events: string
  readonly count: string
  readonly micros: string
}

/** What there is to see: the pixels of the packets, and what the nodes say of themselves. */
export interface Picture {
  readonly pixels: string
  readonly nodes: string
}

/** The playground as a person meets it, plus the numbers that its root carries for tests. */
export class PlaygroundPage {
  readonly root: Locator

  constructor(readonly page: Page) {
    this.root = page.locator('[data-digest]')
  }

  /** Opens a link (from its `#` on) and waits for the end of its run. */
  async open(hash: string): Promise<void> {
    await this.page.goto(`/${hash}`)
    await this.finished()
  }

  /** Waits until the run has ended and answers its digest. */
  async finished(): Promise<string> {
    await expect(this.root).toHaveAttribute('data-phase', 'finished')
    await expect(this.root).toHaveAttribute('data-digest', /^[0-9a-f]{16}$/)
    return (await this.shown()).digest
  }

  async shown(): Promise<Shown> {
    return this.root.evaluate(({ dataset }) => ({
      digest: dataset.digest ?? '',
      events: dataset.events ?? '',
      count: dataset.count ?? '',
      micros: dataset.micros ?? '',
    }))
  }

  /** Waits until the picture has come to rest: two looks in a row that see the same. */
  async picture(): Promise<Picture> {
    let last = await this.lookOnce()
    await expect
      .poll(async () => {
        const before = JSON.stringify(last)
        last = await this.lookOnce()
        return JSON.stringify(last) === before
      })
      .toBe(true)
    return last
  }

  /** Copies the link, which must tell this, and opens it in another page: the same run, moment and picture must be there. */
  async expectSameFromLink(told: RegExp): Promise<void> {
    const { page } = this
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.evaluate(() => navigator.clipboard.writeText(''))
    await this.button('Copy link').click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(told)
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const here = { shown: await this.shown(), picture: await this.picture() }
    const other = new PlaygroundPage(await page.context().newPage())
    await other.page.goto(link)
    expect(await other.finished()).toBe(here.shown.digest)
    await expect.poll(() => other.shown()).toEqual(here.shown)
    await expect.poll(() => other.picture()).toEqual(here.picture)
    await other.page.close()
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' })
  }

  /** The canvases of the packets as a hash of their pixels, and the lists of states that screen readers read. */
  private async lookOnce(): Promise<Picture> {
    const lists = await this.page.getByRole('list', { name: 'State of each node' }).allInnerTexts()
    const pixels = await this.page.getByRole('main').evaluate(async (main) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const texts = [...main.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL())
      const bytes = new TextEncoder().encode(texts.join('\n'))
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      return `${texts.length} ${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
    })
    return { pixels, nodes: lists.join('\n') }
  }
}
