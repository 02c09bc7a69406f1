import { createServer } from 'node:net'

/**
 * @param {number} from the first port to try
 * @returns {Promise<number>} the first port from there on which nothing listens on this machine
 * @throws {Error} when the next 200 are all taken
 */
export async function freePort(from) {
  for (let port = from; port < from + 200; port++) if (await isFree(port)) return port
  throw new Error(`No port from ${from} to ${from + 199} is free.`)
}

/** @param {number} port */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
