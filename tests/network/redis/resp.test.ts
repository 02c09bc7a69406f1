import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitInline } from '../../../workers/network/redis/inline-command'
import { RespDecoder } from '../../../workers/network/redis/resp-decoder'
import { encodeCommand, encodeReply } from '../../../workers/network/redis/resp-encoder'

const byteString = fc.uint8Array({ maxLength: 40 }).map((bytes) => String.fromCharCode(...bytes))
const command = fc.array(byteString, { minLength: 1, maxLength: 6 })

describe('decoder', () => {
  it('finds the same commands wherever the bytes are cut', () => {
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(command, { maxLength: 5 }), cuts, (commands, places) => {
        const bytes = commands.map(encodeCommand).join('')
        const ends = [...new Set([0, ...places.map((place) => Math.min(place, bytes.length)), bytes.length])]
        ends.sort((a, b) => a - b)
        const decoder = new RespDecoder()
        const found: (readonly string[])[] = []
        for (let index = 1; index < ends.length; index++) {
          decoder.push(bytes.slice(ends[index - 1], ends[index]))
          for (let next = decoder.next(); next.kind === 'command'; next = decoder.next()) found.push(next.argv)
        }
        expect(found).toEqual(commands)
        expect(decoder.waiting).toBe(0)
      }),
      { seed: 11, numRuns: 500 },
    )
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(byteString, fc.constantFrom('*1\r\n', '$3\r\n', '\r\n', '*-1\r\n', '$-1\r\n'))),
        (parts) => {
          const decoder = new RespDecoder()
          for (const part of parts) {
            decoder.push(part)
            let next = decoder.next()
            while (next.kind === 'command') next = decoder.next()
            if (next.kind === 'broken') return
          }
        },
      ),
      { seed: 12, numRuns: 500 },
    )
  })

  it('skips empty arrays and empty lines', () => {
    const decoder = new RespDecoder()
    decoder.push('*0\r\n\r\n*-1\r\nPING  now\r\n')
    expect(decoder.next()).toEqual({ kind: 'command', argv: ['PING', 'now'] })
    expect(decoder.next()).toEqual({ kind: 'incomplete' })
  })
})

it.each([
  ['SET a "b c"', ['SET', 'a', 'b c']],
  ['"\\x41\\n\\"" \'it\\\'s\'', ['A\n"', "it's"]],
  ['""', ['']],
  ['"open', null],
  ['"a"b', null],
])('words of the line %j', (line, words) => {
  expect(splitInline(line)).toEqual(words)
})

it.each([
  ['bulk', 'a\r\nb', '$4\r\na\r\nb\r\n', '$4\r\na\r\nb\r\n'],
  ['null', null, '$-1\r\n', '_\r\n'],
  ['null array', { kind: 'null-array' }, '*-1\r\n', '_\r\n'],
  ['integer', 9_223_372_036_854_775_807n, ':9223372036854775807\r\n', ':9223372036854775807\r\n'],
  ['double', { kind: 'double', value: 0.1 }, '$19\r\n0.10000000000000001\r\n', ',0.10000000000000001\r\n'],
  ['infinite', { kind: 'double', value: -Infinity }, '$4\r\n-inf\r\n', ',-inf\r\n'],
  ['map', { kind: 'map', items: ['a', 1] }, '*2\r\n$1\r\na\r\n:1\r\n', '%1\r\n$1\r\na\r\n:1\r\n'],
  ['verbatim', { kind: 'verbatim', text: 'hi' }, '$2\r\nhi\r\n', '=6\r\ntxt:hi\r\n'],
] as const)('encodes %s', (_name, reply, resp2, resp3) => {
  expect(encodeReply(reply, 2)).toBe(resp2)
  expect(encodeReply(reply, 3)).toBe(resp3)
})
