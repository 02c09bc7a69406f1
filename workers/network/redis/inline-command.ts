const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' }

/**
 * Words of a line as Redis takes them apart (sds.c, sdssplitargs): divided by spaces, in double quotes with escapes, or
 * in single quotes.
 *
 * @returns null when a quote does not end, or a word goes on behind one
 */
export function splitInline(line: string): string[] | null {
  const words: string[] = []
  let at = 0
  for (;;) {
    while (isSpace(line[at])) at++
    if (at >= line.length) return words
    const word = wordAt(line, at)
    if (word === null) return null
    words.push(word.text)
    at = word.end
  }
}

interface Word {
  readonly text: string
  readonly end: number
}

function wordAt(line: string, start: number): Word | null {
  let text = ''
  let at = start
  while (at < line.length && !isSpace(line[at])) {
    const sign = line[at] as string
    if (sign !== '"' && sign !== "'") {
      text += sign
      at++
      continue
    }
    const quoted = sign === '"' ? doubleQuoted(line, at + 1) : singleQuoted(line, at + 1)
    if (quoted === null || (quoted.end < line.length && !isSpace(line[quoted.end]))) return null
    return { text: text + quoted.text, end: quoted.end }
  }
  return { text, end: at }
}

function doubleQuoted(line: string, start: number): Word | null {
  let text = ''
  for (let at = start; at < line.length; at++) {
    const sign = line[at] as string
    if (sign === '"') return { text, end: at + 1 }
    const hexadecimal = /^\\x[0-9a-f]{2}/i.exec(line.slice(at, at + 4))
    if (hexadecimal !== null) {
      text += String.fromCharCode(Number.parseInt(line.slice(at + 2, at + 4), 16))
      at += 3
    } else if (sign === '\\' && at + 1 < line.length) {
      const next = line[++at] as string
      text += ESCAPES[next] ?? next
    } else text += sign
  }
  return null
}

function singleQuoted(line: string, start: number): Word | null {
  let text = ''
  for (let at = start; at < line.length; at++) {
    if (line[at] === "'") return { text, end: at + 1 }
    const isEscaped = line[at] === '\\' && line[at + 1] === "'"
    text += isEscaped ? "'" : (line[at] as string)
    if (isEscaped) at++
  }
  return null
}

function isSpace(sign: string | undefined): boolean {
  return sign !== undefined && /[ \t\n\v\f\r]/.test(sign)
}
