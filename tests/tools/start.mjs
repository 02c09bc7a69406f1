import { parseArgs } from 'node:util'
import { freePort } from './free-port.mjs'
import { ensureInstalled } from './install.mjs'
import { root, runNode, tools } from './project.mjs'

const firstPort = 4173
const host = '127.0.0.1'

/** `npm start [-- --port 8080]`: installs what is missing, builds the page and serves it until Ctrl-C. */
async function start() {
  const { values } = parseArgs({ options: { port: { type: 'string' } } })
  const stated = values.port === undefined ? undefined : parsePort(values.port)
  await ensureInstalled()
  console.log('Building the page…')
  if (!(await runNode([tools.vite, 'build', '--logLevel', 'warn']))) {
    throw new Error('The page could not be built. The reason is above.')
  }
  const { preview } = await import('vite')
  const port = stated ?? (await freePort(firstPort))
  const server = await preview({ root, logLevel: 'warn', preview: { host, port, strictPort: true, open: false } })
  console.log(`\nSandtable is at http://${host}:${port}/ (Ctrl-C ends it)`)
  const stop = () => void server.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/**
 * @param {string} text
 * @returns {number}
 */
function parsePort(text) {
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port
  throw new Error(`--port takes a number from 1 to 65535, not "${text}".`)
}

start().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
