/**
 * Commands and replies as `redis-cli` prints them for people. What is long is cut, and says how much is left out: the
 * text goes into the trace of a run.
 */
import { doubleText } from './double-text'
import { isError, type MarkedReply, type Reply } from './reply'

/** A longer text is cut. */
const LONGEST_COMMAND = 2_000
const LONGEST_STRING = 400
const MOST_LINES = 40
const LONGEST_BRIEF = 80

/** What sdscatrepr (sds.c) writes for a control character instead of its number. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
}

/** A byte string in quotes, as MONITOR and redis-cli write it (sds.c, sdscatrepr). */
export function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be escaped.
  return `"${text.replace(/[\\"\x00-\x1f\x7f-\uffff]/g, escaped)}"`
}

function escaped(character: string): string {
  return ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}

/** The arguments of a command as a line of MONITOR has them: `"SET" "lock" "7f3a" "NX"`. */
export function commandText(argv: readonly string[]): string {
  let text = ''
  for (const [index, argument] of argv.entries()) {
    const room = LONGEST_COMMAND - text.length
    if (room <= 0) return `${text} … ${argv.length - index} arguments more`
    text += (index === 0 ? '' : ' ') + quotedUpTo(argument, room)
  }
  return text
}

/**
 * The lines that redis-cli prints for a reply of RESP2, as on a terminal (redis-cli.c, cliFormatReplyTTY):
 * `(integer) 1`, `"text"`, `(nil)`, `(error) ERR …`, `1) "a"`.
 */
export function replyLines(reply: Reply): readonly string[] {
  const lines = linesOf(reply)
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} lines more`]
}

/** The lines of a reply as one short line. */
export function briefReply(lines: readonly string[]): string {
  return cut(lines.map((line) => line.trim()).join(' '), LONGEST_BRIEF)
}

function linesOf(reply: Reply): string[] {
  if (typeof reply === 'string') return [quotedUpTo(reply, LONGEST_STRING)]
  if (typeof reply === 'number' || typeof reply === 'bigint') return [`(integer) ${reply}`]
  if (reply === null) return ['(nil)']
  if (isError(reply)) return [`(error) ${reply.text}`]
  if (isArray(reply)) return numbered(reply)
  switch (reply.kind) {
    case 'status':
      return [reply.text]
    case 'null-array':
      return ['(nil)']
    case 'boolean':
      return [`(integer) ${reply.value ? 1 : 0}`]
    case 'double':
      // RESP2 has no doubles: they come as strings.
      return [quoted(doubleText(reply.value))]
    case 'verbatim':
      return [quotedUpTo(reply.text, LONGEST_STRING)]
    case 'sequence':
      return reply.items.flatMap(linesOf)
    case 'none':
      return []
    default:
      return numbered(reply.items)
  }
}

/** What is within an item stands under its beginning. */
function numbered(items: readonly Reply[]): string[] {
  if (items.length === 0) return ['(empty array)']
  const width = String(items.length).length
  const indent = ' '.repeat(width + 2)
  return items.flatMap((item, index) => {
    const number = `${String(index + 1).padStart(width)}) `
    return linesOf(item).map((line, at) => (at === 0 ? number : indent) + line)
  })
}

function quotedUpTo(text: string, longest: number): string {
  return text.length > longest ? `${quoted(text.slice(0, longest)).slice(0, -1)}…"` : quoted(text)
}

function isArray(reply: readonly Reply[] | MarkedReply): reply is readonly Reply[] {
  return Array.isArray(reply)
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
