import { doubleText, parseDouble } from '../double-text'
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

/** `tonumber(reply or missing)`: null stands for nil, when what is there is no number. */
export function numberOr(reply: LuaReply | undefined, missing: number): number | null {
  return reply === undefined || reply === false ? missing : luaNumber(String(reply))
}

const SPACE_AROUND = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const NO_NUMBER = /^\+?nan$/i

/** `tonumber` of a text that anybody may have written: null stands for nil. Lua 5.1 takes what C’s strtod takes. */
export function luaNumber(text: string): number | null {
  const [before = ''] = text.split('\0')
  const trimmed = before.replace(SPACE_AROUND, '')
  if (NO_NUMBER.test(trimmed)) return Number.NaN
  return parseDouble(trimmed) ?? (DECIMAL.test(trimmed) ? Number(trimmed) : null)
}

/** `math.min` of Lua 5.1, which passes over what is not a number behind the first. */
export function luaMin(first: number, second: number): number {
  return second < first ? second : first
}

/** `math.max`, likewise. */
export function luaMax(first: number, second: number): number {
  return second > first ? second : first
}

/** `string.format('%.0f', value)`: halves go to the even neighbour. */
export function wholeText(value: number): string {
  if (!Number.isFinite(value)) return doubleText(value)
  const below = Math.floor(value)
  const rest = value - below
  const isUp = rest > 0.5 || (rest === 0.5 && below % 2 !== 0)
  const whole = isUp ? below + 1 : below
  return whole === 0 && (value < 0 || Object.is(value, -0)) ? '-0' : String(BigInt(whole))
}
