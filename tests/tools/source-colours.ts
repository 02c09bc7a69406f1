import type { Span, SpanKind } from '../../src/panels/code/shown-source'
import type { Place } from '../architecture/source-file'

const KINDS: readonly SpanKind[] = ['comment', 'keyword', 'string', 'number']
const COMMENT = 1
const KEYWORD = 2
const STRING = 3
const NUMBER = 4
/** Seen, and to be left as it is. */
const PLAIN = 255

const KEYWORDS =
  /\b(abstract|as|async|await|boolean|break|case|class|const|continue|default|delete|do|else|export|extends|false|for|from|function|get|if|implements|import|in|instanceof|interface|is|keyof|let|never|new|null|number|of|override|private|protected|readonly|return|set|static|string|super|switch|this|throw|true|type|typeof|undefined|unknown|void|while|yield)\b/g

/** Colours a source by its syntax tree, so that no word in a comment or a string is taken for code. */
export function colours(
  text: string,
  places: readonly Place[],
  comments: readonly { readonly start: number; readonly end: number }[],
): { readonly lines: readonly string[]; readonly spans: readonly (readonly Span[])[] } {
  const kinds = new Uint8Array(text.length)
  for (const { node } of places) {
    if (node.type === 'Literal')
      kinds.fill(typeof node.value === 'number' ? NUMBER : literalKind(node.value), node.start, node.end)
    if (node.type === 'TemplateElement') kinds.fill(STRING, node.start, node.end)
    if (node.type === 'Identifier' && node.name !== 'undefined') {
      // In a declaration the node also holds the type behind the name.
      kinds.fill(PLAIN, node.start, node.start + String(node.name).length)
    }
  }
  for (const { start, end } of comments) kinds.fill(COMMENT, start, end)
  for (const { index, 0: word } of text.matchAll(KEYWORDS))
    if (kinds[index] === 0) kinds.fill(KEYWORD, index, index + word.length)
  return linesOf(text, kinds)
}

function literalKind(value: unknown): number {
  return value === null || typeof value === 'boolean' ? KEYWORD : STRING
}

function linesOf(text: string, kinds: Uint8Array) {
  const lines = text.replace(/\n$/, '').split('\n')
  let offset = 0
  const spans = lines.map((line) => {
    const own: Span[] = []
    for (let at = 0; at < line.length; ) {
      const kind = kinds[offset + at] as number
      let end = at + 1
      while (end < line.length && kinds[offset + end] === kind) end++
      const name = KINDS[kind - 1]
      if (name !== undefined) own.push([at, end, name])
      at = end
    }
    offset += line.length + 1
    return own
  })
  return { lines, spans }
}
