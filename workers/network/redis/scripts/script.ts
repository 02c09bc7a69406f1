import type { LuaReply, ScriptCall, Twin } from '../script-library'

/** A script as the page shows it, and the same in TypeScript, which is what runs. */
export interface Script {
  readonly name: string
  readonly lua: string
  readonly twin: Twin
}

/** Redis's own time in microseconds, which is the same for every client whatever its clock says. */
export function serverMicros(script: ScriptCall, line: number): number {
  const [seconds, micros] = script.call(line, 'TIME') as readonly [string, string]
  return Number(seconds) * 1_000_000 + Number(micros)
}

/** `tonumber(reply or missing)` of what a script has written itself. */
export function numberOr(reply: LuaReply | undefined, missing: number): number {
  return reply === undefined || reply === false ? missing : Number(reply)
}

const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i
const HEXADECIMAL = /^\s*[+-]?0x[0-9a-f]+\s*$/i

/** `tonumber` of a text that anybody may have written: null stands for nil. Lua 5.1 takes decimal and hexadecimal ones. */
export function luaNumber(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text)
  if (!HEXADECIMAL.test(text)) return null
  const size = Number(text.trim().replace(/^[+-]/, ''))
  return text.trim().startsWith('-') ? -size : size
}
