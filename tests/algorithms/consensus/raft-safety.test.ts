import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../../../workers/algorithms/consensus/raft-log'
import { RaftSafety, type RaftView } from '../../../workers/algorithms/consensus/raft-safety'

/** `1a 1b 2c`: terms and commands. */
function logOf(text: string): LogEntry<string>[] {
  return text === '' ? [] : text.split(' ').map((word) => ({ term: Number(word[0]), command: word.slice(1) }))
}

/** `n1 2 leads: 1a 1b | 1`: who, in which term, as what, with which log, committed how far. */
function viewOf(text: string): RaftView<string> {
  const [, id, term, role, log, commit] = /^(\w+) (\d) (leads|follows):(?: ([^|]*?))? \| (\d+)$/.exec(text) ?? []
  return { id: id ?? '', term: Number(term), isLeader: role === 'leads', log: logOf(log ?? ''), commit: Number(commit) }
}

function brokenBy(...views: string[]): Record<string, string> {
  const safety = new RaftSafety<string>((command) => command)
  for (const view of views) safety.observe(viewOf(view))
  return Object.fromEntries(safety.broken)
}

describe('the witness of Raft', () => {
  it('has nothing to say of a leader that dies and a log that is cut', () => {
    expect(
      brokenBy(
        'n1 1 leads: 1a | 0',
        'n2 1 follows: 1a | 0',
        'n1 1 leads: 1a 1b | 1',
        'n2 1 follows: 1a | 1',
        'n2 2 leads: 1a 2c | 1',
        'n3 2 follows: 1a 2c | 1',
        'n2 2 leads: 1a 2c 2d | 2',
        'n1 2 follows: 1a 2c | 2',
        'n1 2 follows: 1a 2c | 0',
        'n1 2 follows: 1a 2c 2d | 2',
      ),
    ).toEqual({})
  })
  it('sees two leaders of one term', () => {
    expect(brokenBy('n1 1 leads: | 0', 'n2 1 leads: | 0')).toEqual({
      'election safety': 'n1 and n2 both lead term 1.',
    })
  })
  it('sees a leader that changes its log, and not one that leads again', () => {
    expect(brokenBy('n1 1 leads: 1a 1b | 0', 'n1 1 leads: 1a | 0')).toEqual({
      'leader append-only': 'n1 leads term 1 and has changed its log at 2.',
    })
    expect(brokenBy('n1 1 leads: 1a 1b | 0', 'n1 2 follows: 1a | 0', 'n1 3 leads: 1a 3c | 0')).toEqual({})
  })
  it('sees logs that agree on an entry and differ before it', () => {
    expect(brokenBy('n1 2 follows: 1a 2c | 0', 'n2 2 follows: 1b 2c | 0')).toHaveProperty(
      'log matching',
      'n1 and n2 have an entry of term 1 at 1, and different ones up to there.',
    )
    expect(brokenBy('n1 3 follows: 1a 3c | 0', 'n2 3 follows: 2b 3c | 0')).toEqual({
      'log matching': 'n1 and n2 have an entry of term 3 at 2, and different ones up to there.',
    })
  })
  it('sees a leader without what was committed, whether it is known before or after its election', () => {
    const misses = { 'leader completeness': 'n2 leads term 2 without what was committed at 1.' }
    expect(brokenBy('n1 1 leads: 1a | 1', 'n2 2 leads: 2b | 0')).toEqual(misses)
    expect(brokenBy('n2 2 leads: 2b | 0', 'n1 1 leads: 1a | 1')).toEqual(misses)
  })
  it('sees servers that apply different commands at one place, and one that applies what it does not have', () => {
    expect(brokenBy('n1 1 follows: 1a | 1', 'n2 2 follows: 2b | 1')).toEqual({
      'state machine safety': 'n1 applies a at 1, n2 applies b there.',
    })
    expect(brokenBy('n1 1 follows: 1a | 1', 'n1 2 follows: 2b | 1')).toHaveProperty('state machine safety')
    expect(brokenBy('n1 1 follows: | 1')).toEqual({
      'state machine safety': 'n1 has committed 1 and does not have it.',
    })
  })
})
