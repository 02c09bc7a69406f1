import { text } from 'node:stream/consumers'
import { ensureInstalled } from './install.mjs'
import { importTypeScript } from './run-ts.mjs'

/** `npm run search -- '<link>' --check …`: looks for faults that break a scenario. Its output is JSON lines alone. */
async function search() {
  await ensureInstalled()
  const { main } = await importTypeScript('tests/tools/search-command.ts')
  process.exitCode = await main(process.argv.slice(2), () => text(process.stdin))
}

search().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
