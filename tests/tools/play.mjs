import { ensureInstalled } from './install.mjs'
import { importTypeScript } from './run-ts.mjs'

/** `npm run play -- '<link or scenario>'`: the same run without a browser. Its output is JSON alone. */
async function play() {
  await ensureInstalled()
  const { main } = await importTypeScript('tests/tools/play-command.ts')
  process.exitCode = await main(process.argv.slice(2))
}

play().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
