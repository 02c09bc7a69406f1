import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { encodeCommand } from '../../../workers/network/redis/resp-encoder'
import { type RedisServer, serveRedis } from '../../tools/serve-redis'

/* What a server meets on real sockets: input that is no protocol, clients that vanish, clients that take nothing. */
let server: RedisServer
let socket: Socket
let received: string
beforeEach(async () => {
  server = await serveRedis()
  socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
  received = ''
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
  })
  await new Promise((resolve) => socket.once('connect', resolve))
})
afterEach(async () => {
  socket.destroy()
  await server.close()
})

function ended(): Promise<void> {
  return new Promise((resolve) => socket.once('end', resolve))
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}

it.each([
  ['*1\r\n+PING\r\n', "-ERR Protocol error: expected '$', got '+'\r\n"],
  ['*x\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
  ['*1\r\n$536870913\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
  ['GET "unbalanced\r\n', '-ERR Protocol error: unbalanced quotes in request\r\n'],
  ['x'.repeat(70_000), '-ERR Protocol error: too big inline request\r\n'],
])('answers %j with an error and ends the connection, after what came before', async (bytes, error) => {
  socket.write(`PING\r\n${bytes}`, 'latin1')
  await ended()
  expect(received).toBe(`+PONG\r\n${error}`)
})

it('runs what a client sent before it closed its half', async () => {
  socket.end(encodeCommand(['SET', 'a', '1']) + encodeCommand(['GET', 'a']))
  await ended()
  expect(received).toBe('+OK\r\n$1\r\n1\r\n')
  await until(() => server.redis.clients.size === 0)
})

it('forgets a client that vanishes while it waits', async () => {
  socket.write(encodeCommand(['BLPOP', 'queue', '0']))
  await until(() => server.redis.parking.size === 1)
  socket.destroy()
  await until(() => server.redis.parking.size === 0)
  expect(server.redis.clients.size).toBe(0)
})

it('keeps what a waiting client sends until it has been served', async () => {
  const other = connect(server.port, '127.0.0.1')
  socket.write(encodeCommand(['BLPOP', 'queue', '0']) + encodeCommand(['ECHO', 'after']))
  await until(() => server.redis.parking.size === 1)
  other.write(encodeCommand(['RPUSH', 'queue', 'item']))
  await until(() => received.endsWith('after\r\n'))
  expect(received).toBe('*2\r\n$5\r\nqueue\r\n$4\r\nitem\r\n$5\r\nafter\r\n')
  other.destroy()
})

it('runs no more commands of a client that takes no replies', async () => {
  const size = 1_000_000
  const asked = 200
  socket.write(encodeCommand(['SET', 'large', 'x'.repeat(size)]))
  await until(() => received === '+OK\r\n')
  socket.pause()
  socket.write(encodeCommand(['GET', 'large']).repeat(asked))
  const done = () => server.redis.statistics.calls.get('get')?.calls ?? 0
  await until(() => done() > 0)
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(done()).toBeLessThan(asked)
  let bytes = 0
  socket.removeAllListeners('data')
  socket.on('data', (chunk) => {
    bytes += chunk.length
  })
  socket.resume()
  await until(() => bytes >= asked * (size + `$${size}\r\n\r\n`.length))
  expect(done()).toBe(asked)
})

it('ends idle clients when told to', async () => {
  socket.write(encodeCommand(['CONFIG', 'SET', 'timeout', '1']))
  await ended()
  expect(server.redis.clients.size).toBe(0)
})

it('says what it cannot do', async () => {
  socket.write('DEBUG JMAP\r\nFCALL f 0\r\nQUIT\r\n')
  await ended()
  expect(received).toBe(
    "-ERR unknown subcommand or wrong number of arguments for 'JMAP'. Try DEBUG HELP.\r\n" +
      "-ERR unknown command 'FCALL', with args beginning with: 'f' '0' \r\n+OK\r\n",
  )
})
