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

/** `tonumber(reply or missing)`. */
export function numberOr(reply: LuaReply | undefined, missing: number): number {
  return reply === undefined || reply === false ? missing : Number(reply)
}
