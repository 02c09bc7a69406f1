import { defineMark } from '../../trace/mark-definition'

/** The first few of some values, in words. */
export function someOf(values: readonly string[]): string {
  if (values.length === 0) return 'none'
  return values.length > 6 ? `${values.slice(0, 6).join(', ')}, …` : values.join(', ')
}

export const acknowledged = defineMark<{ app: string; key: string; value: string; node: string; took: number }>(
  'write/acknowledged',
  'good',
  '{app} is told by {node} that {key} = {value} is written, after {took:time}.',
)
export const ghost = defineMark<{ app: string; key: string; value: string; node: string }>(
  'write/lost',
  'bad',
  '{node} tells {app} that {key} = {value} is written, and the newest primary does not have it.',
)
export const writeFailed = defineMark<{ app: string; key: string; value: string; cause: string; by: string }>(
  'write/failed',
  'bad',
  '{app} cannot write {key} = {value}: {cause} ({by}).',
)
export const readFailed = defineMark<{ app: string; key: string; cause: string; by: string }>(
  'read/failed',
  'bad',
  '{app} cannot read {key}: {cause} ({by}).',
)
export const readFound = defineMark<{ app: string; key: string; value: string; node: string; position: number }>(
  'read/found',
  'neutral',
  '{app} reads {key} = {value} from {node}, which is at position {position}.',
)
export const readOwnMissed = defineMark<{ app: string; key: string; value: string; node: string; own: string }>(
  'read/own-missed',
  'bad',
  '{app} reads {key} = {value} from {node}, and has written {own} itself.',
)
export const readBack = defineMark<{ app: string; key: string; value: string; node: string; before: string }>(
  'read/back',
  'bad',
  '{app} reads {key} = {value} from {node}, and has read {before} before.',
)
export const illPrimary = defineMark<{ app: string; node: string }>(
  'guide/ill-primary',
  'bad',
  '{app} reads from {node}: no replica is fit, and nobody asks whether the primary is.',
)
export const viewChanged = defineMark<{ app: string; node: string; state: string; lag: number }>(
  'guide/view',
  'attention',
  '{app} now takes {node} for {state}; the last lag it heard of is {lag} ms.',
)
export const guidePromoted = defineMark<{ app: string; node: string; lag: number; others: string }>(
  'guide/promoted',
  'attention',
  '{app} makes {node} its primary: lag {lag} ms against {others}. Nobody else is told.',
)
export const noFailover = defineMark<{ app: string; why: string }>(
  'guide/no-failover',
  'neutral',
  '{app} promotes nobody: {why}.',
)
export const tookOver = defineMark<{
  node: string
  role: string
  epoch: number
  position: number
  lost: number
  values: string
}>(
  'primary/took-over',
  'attention',
  '{node}, {role} {epoch} now, lacks {lost} acknowledged writes ({values}). Its log goes to position {position}.',
)
export const steppedDown = defineMark<{ node: string; epoch: number; newer: number; why: string }>(
  'primary/stepped-down',
  'attention',
  '{node} is no longer primary of epoch {epoch}: it hears of epoch {newer} {why}.',
)
export const fenced = defineMark<{ node: string; other: string; why: string }>(
  'replica/fenced',
  'attention',
  '{node} refuses the log of {other}: {why}.',
)
export const cutOff = defineMark<{ node: string; position: number; count: number; values: string }>(
  'replica/truncated',
  'bad',
  '{node} throws away what is not in the log of its primary: {count} entries behind position {position} (writes among them: {values}).',
)
export const mismatch = defineMark<{ node: string; after: number; position: number; why: string }>(
  'replica/mismatch',
  'neutral',
  '{node} cannot take what follows {after} ({why}): it asks for everything behind {position}.',
)
export const stored = defineMark<{ node: string; count: number; position: number; epoch: number }>(
  'replica/stored',
  'neutral',
  '{node} stores {count} of the primary and is at position {position} of epoch {epoch}.',
)
export const took = defineMark<{ node: string; key: string; value: string; position: number; epoch: number }>(
  'primary/wrote',
  'neutral',
  '{node} writes {key} = {value} at position {position}, in epoch {epoch}.',
)
export const confirmed = defineMark<{ node: string; position: number; needed: number; waited: number }>(
  'primary/confirmed',
  'good',
  'After {waited:time} position {position} is on enough replicas ({needed}): {node} acknowledges the write.',
)
export const alone = defineMark<{ node: string; position: number; needed: number; waited: number }>(
  'primary/alone',
  'bad',
  '{node} has waited {waited:time} for enough replicas ({needed}) and acknowledges position {position} without them.',
)
export const tooFew = defineMark<{ node: string; fit: number; needed: number; lag: number }>(
  'primary/too-few',
  'attention',
  '{node} refuses to write: too few replicas have confirmed anything within {lag:time}, {fit} instead of {needed}.',
)
export const tooOld = defineMark<{ node: string; why: string }>(
  'replica/too-old',
  'attention',
  '{node} does not answer the read: {why}.',
)
export const awaited = defineMark<{ node: string; position: number; waited: number }>(
  'replica/awaited',
  'neutral',
  '{node} answers when it has position {position}, after {waited:time}.',
)
export const suspected = defineMark<{ monitor: string; node: string; misses: number }>(
  'monitor/suspected',
  'attention',
  '{monitor} takes {node} for dead: {misses} questions without an answer.',
)
export const chosen = defineMark<{ monitor: string; node: string; epoch: number; position: number; others: string }>(
  'monitor/chosen',
  'good',
  '{monitor} makes {node} primary of epoch {epoch}: its log goes to {position}, against {others}.',
)
export const noQuorum = defineMark<{ monitor: string; epoch: number; answers: number; needed: number }>(
  'monitor/no-quorum',
  'bad',
  '{monitor} can make nobody primary of epoch {epoch}: {answers} nodes promise it, and {needed} must.',
)
export const switchedOff = defineMark<{ power: string; node: string }>(
  'power/off',
  'attention',
  '{power} switches {node} off, whatever it was doing.',
)
export const notShot = defineMark<{ monitor: string; node: string; cause: string }>(
  'monitor/not-shot',
  'bad',
  '{monitor} makes nobody primary: nothing confirms that {node} is off ({cause}).',
)
export const candidate = defineMark<{ node: string; term: number; after: number }>(
  'raft/candidate',
  'attention',
  '{node} has heard of no leader for {after:time} and stands for term {term}.',
)
export const voted = defineMark<{ node: string; candidate: string; term: number }>(
  'raft/voted',
  'neutral',
  '{node} gives its vote of term {term} to {candidate}.',
)
export const notVoted = defineMark<{ node: string; candidate: string; term: number; why: string }>(
  'raft/refused-vote',
  'neutral',
  '{node} gives {candidate} no vote for term {term}: {why}.',
)
export const committed = defineMark<{ node: string; position: number; term: number }>(
  'raft/committed',
  'good',
  '{node} commits up to position {position} in term {term}: most nodes have it.',
)
