import { defineMark } from '../../trace/mark-definition'

export const movedTo = defineMark<{ app: string; key: string; slot: number; cache: string; to: string }>(
  'cluster/moved',
  'attention',
  '{cache} says MOVED: slot {slot} of {key} belongs to {to} now. {app} notes that and asks there.',
)
export const askAt = defineMark<{ key: string; slot: number; cache: string; to: string }>(
  'cluster/ask',
  'attention',
  '{cache} says ASK: slot {slot} is on its way, and {key} has gone ahead or was never here. {to} is asked this once.',
)
export const mapLearnt = defineMark<{ app: string; from: string; changed: number }>(
  'cluster/map',
  'neutral',
  '{app} asks {from} who has which slots: {changed:count} have another node than it thought.',
)
export const isDown = defineMark<{ node: string; reached: number; needed: number; why: string }>(
  'cluster/down',
  'bad',
  '{node} serves nobody: {why}, it reaches {reached} primaries with itself and needs {needed}.',
)
export const asksForVotes = defineMark<{ node: string; of: string; epoch: number; needed: number }>(
  'cluster/election',
  'attention',
  '{node} wants to take the place of {of} in epoch {epoch}: {needed} primaries must agree.',
)
export const voted = defineMark<{ node: string; by: string; of: string; epoch: number }>(
  'cluster/voted',
  'neutral',
  '{node} votes for {by} in epoch {epoch}: it does not reach {of} either, and has not voted in this epoch.',
)
export const voteRefused = defineMark<{ node: string; by: string; of: string; why: string }>(
  'cluster/vote-refused',
  'neutral',
  '{node} does not vote for {by}: {why}.',
)
export const promoted = defineMark<{
  node: string
  of: string
  epoch: number
  votes: number
  slots: number
  offset: number
}>(
  'cluster/promoted',
  'good',
  '{node} takes the {slots:count} slots of {of} in epoch {epoch} with {votes} votes. It has {offset:count} changes of {of}; what came later is lost.',
)
export const notElected = defineMark<{ node: string; votes: number; needed: number; epoch: number }>(
  'cluster/not-elected',
  'attention',
  '{node} gets {votes} votes in epoch {epoch} and needs {needed}: it tries again.',
)
export const demoted = defineMark<{ node: string; by: string; epoch: number }>(
  'cluster/demoted',
  'attention',
  '{node} learns that {by} has its slots since epoch {epoch}: it becomes the copy of {by}.',
)
export const copied = defineMark<{ node: string; from: string; rows: number }>(
  'cluster/copied',
  'neutral',
  '{node} gets all {rows:count} entries of {from} anew.',
)
export const handsOver = defineMark<{ node: string; to: string; slots: number; keys: number }>(
  'cluster/hands-over',
  'attention',
  '{node} hands {slots:count} slots to {to}: their {keys:count} keys go one by one, and those that are gone are asked for there.',
)
export const handedOver = defineMark<{ node: string; to: string; slots: number; keys: number; total: number }>(
  'cluster/handed-over',
  'good',
  '{to} has {slots:count} more slots of {node} and their {keys:count} keys: {total:count} slots in all.',
)
export const handOverFailed = defineMark<{ node: string; to: string; cause: string }>(
  'cluster/hand-over-failed',
  'bad',
  '{node} cannot hand its slots to {to} ({cause}): they stay where they are.',
)
export const unconfirmed = defineMark<{ node: string; key: string; replica: string }>(
  'cluster/unconfirmed',
  'bad',
  '{node} has forgotten {key}, but {replica} has not confirmed that: the delete must be repeated.',
)
