import { parseArgs } from 'node:util'
import { ensureInstalled } from './install.mjs'
import { importTypeScript } from './run-ts.mjs'

/** `npm run redis -- [--port 6379] [--host 127.0.0.1]`: the simulated Redis on a real socket, for any client. */
async function serve() {
  const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } })
  const port = Number(values.port ?? 6379)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port is a number up to 65535, not ${values.port}.`)
  await ensureInstalled()
  const { serveRedis } = await importTypeScript('tests/tools/serve-redis.ts')
  const server = await serveRedis({ port, host: values.host ?? '127.0.0.1' })
  console.log(`Redis 7.0, simulated, listens on ${values.host ?? '127.0.0.1'}:${server.port}. Ctrl-C ends it.`)
}

serve().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
