import type { Micros } from '../kernel/time'
import { defineMark } from '../trace/mark-definition'

interface At {
  readonly [key: string]: string | number | boolean
  readonly node: string
  readonly pool: string
}

export const lent = defineMark<At & { label: string; slot: number; lent: number; size: number }>(
  'pool/lent',
  'neutral',
  '{label} takes idle connection {slot} of {node} to {pool}: {lent} of {size} are lent now.',
)
export const waits = defineMark<At & { label: string; place: number; lent: number; opening: number }>(
  'pool/waits',
  'attention',
  '{label} waits at place {place} for a connection of {node} to {pool}: {lent} are lent, {opening} being opened.',
)
export const handed = defineMark<At & { label: string; slot: number; waited: Micros }>(
  'pool/handed',
  'good',
  '{label} has waited {waited:time} at {node} and takes connection {slot} to {pool}.',
)
export const refused = defineMark<At & { label: string; waiting: number }>(
  'pool/line-full',
  'bad',
  '{label} is refused at {node}: the line for a connection to {pool} is full, {waiting} long.',
)
export const timedOut = defineMark<At & { label: string; waited: Micros; lent: number }>(
  'pool/timed-out',
  'bad',
  '{label} has waited {waited:time} at {node} and gives up without a connection to {pool}; lent: {lent}.',
)
export const opens = defineMark<At & { slot: number; size: number }>(
  'pool/opens',
  'neutral',
  '{node} opens connection {slot} to {pool}: who waits has none, and {size} are open or being opened.',
)
export const opened = defineMark<At & { slot: number; took: Micros }>(
  'pool/opened',
  'neutral',
  'Connection {slot} of {node} to {pool} is open after {took:time}.',
)
export const notOpened = defineMark<At & { cause: string }>(
  'pool/not-opened',
  'bad',
  '{node} gets no connection to {pool}: {cause}. Who waits for it fails.',
)
export const returned = defineMark<At & { label: string; slot: number; held: Micros; waiting: number }>(
  'pool/returned',
  'neutral',
  '{label} gives connection {slot} of {node} to {pool} back after {held:time}; {waiting} in line.',
)
export const closes = defineMark<At & { slot: number; left: number; why: string }>(
  'pool/closes',
  'neutral',
  '{node} closes connection {slot} to {pool}, {left} remain: {why}.',
)
export const leaked = defineMark<At & { label: string; slot: number; held: Micros; taken: boolean }>(
  'pool/leaked',
  'attention',
  '{label} has had connection {slot} of {node} for {held:time} and may never give it back.',
)
