/**
 * Redis's glob (util.c, stringmatchlen): `*`, `?`, `[abc]`, `[^a]`, `[a-z]` and a backslash before anything. A bracket
 * that is never closed ends with the pattern.
 */
export function matchesGlob(pattern: string, text: string, ignoreCase = false): boolean {
  return ignoreCase ? match(pattern.toLowerCase(), 0, text.toLowerCase(), 0) : match(pattern, 0, text, 0)
}

function match(pattern: string, patternStart: number, text: string, textStart: number): boolean {
  let p = patternStart
  let t = textStart
  // Where the last star was, and how far it has swallowed: enough, because an earlier star need never take more.
  let starAt = -1
  let starText = 0
  while (t < text.length) {
    const next = pattern[p] === '*' ? p : step(pattern, p, text.charCodeAt(t))
    if (pattern[p] === '*' && p < pattern.length) {
      starAt = p++
      starText = t
    } else if (next > 0) {
      p = next
      t++
    } else if (starAt >= 0) {
      p = starAt + 1
      t = ++starText
    } else return false
  }
  while (pattern[p] === '*') p++
  return p >= pattern.length
}

/** @returns where the pattern goes on when its element at `p` takes the character, else 0 */
function step(pattern: string, p: number, code: number): number {
  if (p >= pattern.length) return 0
  const sign = pattern[p]
  if (sign === '?') return p + 1
  if (sign === '[') return bracket(pattern, p + 1, code)
  const literal = sign === '\\' && p + 1 < pattern.length ? p + 1 : p
  return pattern.charCodeAt(literal) === code ? literal + 1 : 0
}

function bracket(pattern: string, start: number, code: number): number {
  const isNegated = pattern[start] === '^'
  let isMatch = false
  let p = isNegated ? start + 1 : start
  for (; p < pattern.length && pattern[p] !== ']'; p++) {
    if (pattern[p] === '\\' && p + 1 < pattern.length) {
      p++
      if (pattern.charCodeAt(p) === code) isMatch = true
    } else if (pattern[p + 1] === '-' && p + 2 < pattern.length) {
      const [low, high] = [pattern.charCodeAt(p), pattern.charCodeAt(p + 2)]
      if (code >= Math.min(low, high) && code <= Math.max(low, high)) isMatch = true
      p += 2
    } else if (pattern.charCodeAt(p) === code) isMatch = true
  }
  return isMatch === isNegated ? 0 : Math.min(p + 1, pattern.length)
}
