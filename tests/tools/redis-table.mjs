import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { root } from './project.mjs'
import { importTypeScript } from './run-ts.mjs'

/** `npm run redis:table`: writes the table of commands of the simulated Redis. */
async function write() {
  await ensureInstalled()
  const { readmeText } = await importTypeScript('tests/network/redis/readme-text.ts')
  writeFileSync(join(root, 'workers/network/redis/README.md'), readmeText())
}

write().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
