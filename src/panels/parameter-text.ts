import { durationText, formatDuration, parseDuration } from '../../workers/kernel/time'
import type { Parameter } from '../../workers/scenario/parameters'
import { groupDigits } from '../../workers/trace/sentence'

/** A parameter that a slider can set. */
export type NumberParameter = Extract<Parameter, { kind: 'integer' | 'duration' | 'hundredths' }>

export type Reading = { readonly value: number } | { readonly problem: string }

/** A value as the field shows it: `250`, `20 ms`, `0.90`. `readNumber` gives the same value back. */
export function numberText(parameter: NumberParameter, value: number): string {
  if (parameter.kind === 'hundredths') return hundredthsText(value)
  return parameter.kind === 'duration' ? durationText(value).replace(/([0-9])([a-z])/, '$1 $2') : `${value}`
}

/** Reads what was typed. A duration without a unit counts in the unit that `numberText` shows for `current`. */
export function readNumber(parameter: NumberParameter, text: string, current: number): Reading {
  const value = parsed(parameter, text.trim().replace(',', '.'), current)
  if (value === null) return { problem: `Not ${KIND_WORDS[parameter.kind]}. ${rangeText(parameter)}` }
  if (value < parameter.min || value > parameter.max) return { problem: rangeText(parameter) }
  return { value }
}

/** `1 to 500 requests/s`, the sentence under a field that was refused. */
export function rangeText(parameter: NumberParameter): string {
  const unit = parameter.kind === 'integer' && parameter.unit ? ` ${parameter.unit}` : ''
  return `It takes ${boundText(parameter, parameter.min)} to ${boundText(parameter, parameter.max)}${unit}.`
}

function boundText(parameter: NumberParameter, value: number): string {
  if (parameter.kind === 'duration') return formatDuration(value)
  return parameter.kind === 'integer' ? groupDigits(value) : numberText(parameter, value)
}

const KIND_WORDS = {
  integer: 'a whole number',
  duration: 'a time such as 20 ms',
  hundredths: 'a number with two decimals',
} as const

function parsed(parameter: NumberParameter, text: string, current: number): number | null {
  if (parameter.kind === 'hundredths') return parsedHundredths(text)
  if (parameter.kind === 'integer') return /^[0-9]{1,12}$/.test(text) ? Number(text) : null
  const unit = /[a-z]+$/.exec(durationText(current))?.[0] ?? 's'
  return parseDuration(text) ?? parseDuration(`${text}${unit}`)
}

function hundredthsText(value: number): string {
  return `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`
}

/** Digit by digit: 0.29 × 100 in floating point is not 29. */
function parsedHundredths(text: string): number | null {
  const match = /^([0-9]{1,9})(?:\.([0-9]{1,2}))?$/.exec(text)
  return match === null ? null : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** What is wrong with a list of weights such as `5,1,1`, or null. */
export function weightsProblem(parameter: Extract<Parameter, { kind: 'weights' }>, text: string): string | null {
  const words = text.split(',')
  const { maxLength, maxWeight } = parameter
  const isFine = words.every((word) => /^[1-9][0-9]{0,8}$/.test(word) && Number(word) <= maxWeight)
  if (isFine && words.length <= maxLength) return null
  return `It takes up to ${maxLength} whole numbers from 1 to ${maxWeight}, with commas between.`
}
