import { preview } from 'vite'
import { findChromium, launchArguments } from './chromium.mjs'
import { root } from './project.mjs'

const moment = '#/load-balancer?preset=slow-server'
const file = 'public/social-card.png'

/** Only the picture of the system, at the right, and room for words at its left. */
const style = `
  .playground { display: block; }
  .playground > :not(.playground-canvas) { display: none; }
  .playground-canvas { position: fixed; inset: 0 0 0 400px; overflow: visible; background: var(--page); }
  .canvas { overflow: visible; }
  .canvas-contours { left: -400px; width: 1200px; }
  .card { position: fixed; inset: 0 auto 0 0; width: 420px; padding: 56px 0 52px 60px; display: flex;
    flex-direction: column; background: linear-gradient(to right, var(--page) 84%, transparent); }
  .card h1 { margin: 22px 0 18px; font-size: 60px; font-weight: 680; letter-spacing: -0.03em; line-height: 1; }
  .card p { font-size: 27px; line-height: 1.36; color: var(--soft); }
  .card small { margin-top: auto; font-size: 19px; color: var(--faint); }
  .card svg { width: 62px; height: 62px; }
`

/**
 * `node tests/tools/social-card.mjs`: draws the card that a link to the page is shown with, 1200 by 630, from a real moment
 * of the built page in dist/.
 */
async function draw() {
  const { chromium } = await import('@playwright/test')
  const server = await preview({ root, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } })
  const executablePath = findChromium()
  const browser = await chromium.launch({
    args: launchArguments(),
    ...(executablePath === undefined ? {} : { executablePath }),
  })
  try {
    const page = await browser.newPage({
      viewport: { width: 1200, height: 630 },
      colorScheme: 'light',
      bypassCSP: true,
    })
    await page.goto(`${server.resolvedUrls?.local[0]}${moment}`)
    await page.waitForSelector('[data-phase=finished]')
    await page.addStyleTag({ content: style })
    await page.evaluate(() => {
      const logo = document.querySelector('.top-bar-name svg')?.outerHTML
      const card = document.createElement('div')
      card.className = 'card'
      card.innerHTML =
        `${logo}<h1>Sandtable</h1><p>Play with system designs. Step back, break them, and send the exact moment.</p>` +
        '<small>A load balancer, 0.4 s after one server became slow</small>'
      document.body.append(card)
    })
    // The picture is laid out anew for the space it has now.
    await page.waitForTimeout(500)
    await page.screenshot({ path: `${root}${file}` })
    console.log(`${file} shows ${moment}`)
  } finally {
    await browser.close()
    await server.close()
  }
}

draw().catch((error) => {
  console.error(error)
  process.exit(1)
})
