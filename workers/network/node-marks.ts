import { defineMark } from '../trace/mark-definition'

export const crashed = defineMark<{ node: string; open: number }>(
  'node/crashed',
  'bad',
  '{node} crashes: {open} open requests lose their connection and its memory is gone.',
)
export const restarted = defineMark<{ node: string }>(
  'node/restarted',
  'good',
  '{node} starts again with empty memory.',
)
export const paused = defineMark<{ node: string; time: number }>(
  'node/paused',
  'attention',
  '{node} stands still for {time:time}: messages arrive but nothing runs.',
)
export const resumed = defineMark<{ node: string; waiting: number }>(
  'node/resumed',
  'good',
  '{node} runs on: {waiting} things waited for it.',
)
export const slowed = defineMark<{ node: string; factor: number }>(
  'node/slowed',
  'attention',
  '{node} becomes slow: work that starts now takes {factor} times as long.',
)
export const normalSpeed = defineMark<{ node: string; factor: number }>(
  'node/normal-speed',
  'good',
  '{node} works at its normal speed again.',
)
export const linkCut = defineMark<{ from: string; to: string }>(
  'link/cut',
  'bad',
  'The link between {from} and {to} is cut: messages on it are lost.',
)
export const linkHealed = defineMark<{ from: string; to: string }>(
  'link/healed',
  'good',
  'The link between {from} and {to} works normally again.',
)
export const linkDelayed = defineMark<{ from: string; to: string; time: number }>(
  'link/delayed',
  'attention',
  'Every message between {from} and {to} takes {time:time} longer.',
)
export const linkDrops = defineMark<{ from: string; to: string; percent: number }>(
  'link/drops',
  'attention',
  'The link between {from} and {to} loses {percent} % of its messages.',
)
export const parameterSet = defineMark<{ parameter: string; value: string }>(
  'scenario/set',
  'attention',
  '{parameter} becomes {value}.',
)
export const impossible = defineMark<{ what: string }>(
  'scenario/impossible',
  'attention',
  'The script asks for {what}, which this system does not have; nothing happens.',
)
