import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  activeScenario,
  BRANCH_IDS,
  type Branching,
  cleanName,
  comparedWith,
  forked,
  renamed,
  singleBranch,
  switchedTo,
  without,
  withScenario,
  withVersus,
} from '../../workers/scenario/branching'
import { START } from '../../workers/scenario/look'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import { branchedLinkOf, readLink } from '../../workers/scenario/url'
import { packing } from '../../workers/scenario/url-packed'
import { anyScenario, sample } from './sample-system'

const plain = defaultScenario(sample)

const RUNS = { seed: 7, numRuns: 200 }

/** One thing that a person does to branches. */
const step = fc.oneof(
  fc.nat(1_000_000).map((at) => (branching: Branching) => forked(branching, at)),
  anyScenario(3).map((scenario) => (branching: Branching) => comparedWith(branching, scenario)),
  anyScenario(3).map((scenario) => (branching: Branching) => withScenario(branching, scenario)),
  fc.constantFrom(...BRANCH_IDS).map((id) => (branching: Branching) => switchedTo(branching, id)),
  fc.constantFrom(...BRANCH_IDS, null).map((id) => (branching: Branching) => withVersus(branching, id)),
  fc.constantFrom(...BRANCH_IDS).map((id) => (branching: Branching) => without(branching, id)),
  fc.tuple(fc.constantFrom(...BRANCH_IDS), fc.string({ maxLength: 60, unit: 'binary' })).map(
    ([id, name]) =>
      (branching: Branching) =>
        renamed(branching, id, name),
  ),
)
const anyBranching = fc
  .tuple(anyScenario(3), fc.array(step, { maxLength: 10 }))
  .map(([scenario, steps]) => steps.reduce((branching, change) => change(branching), singleBranch(scenario)))

describe('branches', () => {
  test('are called a, b, c without gaps, and what is shown and compared is among them, whatever is done', () => {
    fc.assert(
      fc.property(anyBranching, ({ branches, active, versus }) => {
        const ids = branches.map(({ id }) => id)
        expect(ids).toEqual(BRANCH_IDS.slice(0, ids.length))
        expect(ids).toContain(active)
        if (versus !== null) expect(ids.filter((id) => id !== active)).toContain(versus)
        for (const [index, { fork }] of branches.entries())
          if (fork !== null) expect(ids.slice(0, index)).toContain(fork.from)
      }),
      RUNS,
    )
  })

  test('travel in a link and come back whole, and the link is canonical', () => {
    fc.assert(
      fc.property(anyBranching, (branching) => {
        const link = branchedLinkOf(branching, START, [sample], packing)
        fc.pre(link.length < 8_000)
        const content = readLink(link, [sample], packing)
        expect(content.notes).toEqual([])
        expect(content.branching).toEqual(branching)
        expect(content.scenario).toEqual(activeScenario(branching))
        expect(branchedLinkOf(content.branching ?? expect.fail(), START, [sample], packing)).toBe(link)
      }),
      RUNS,
    )
  })

  test('a fork is the shown branch once more, compared with the one it leaves', () => {
    const branching = forked(singleBranch(plain), 2_000_000)
    expect(branching).toMatchObject({ active: 'b', versus: 'a' })
    expect(branching.branches[1]).toEqual({
      id: 'b',
      name: '',
      fork: { from: 'a', atMicros: 2_000_000 },
      scenario: plain,
    })
  })

  test('there are at most six, and a seventh changes nothing', () => {
    let branching = singleBranch(plain)
    for (let count = 0; count < 8; count++) branching = forked(branching, count)
    expect(branching.branches).toHaveLength(BRANCH_IDS.length)
    expect(forked(branching, 9)).toBe(branching)
  })

  test('a fork of a branch that is removed leaves the parent of that one, at the same moment', () => {
    const three = forked(forked(singleBranch(plain), 1_000_000), 2_000_000)
    expect(three.branches[2]?.fork).toEqual({ from: 'b', atMicros: 2_000_000 })
    expect(without(three, 'b').branches[1]).toMatchObject({ id: 'b', fork: { from: 'a', atMicros: 2_000_000 } })
    const rootless = without(three, 'a')
    expect(rootless.branches.map(({ fork }) => fork)).toEqual([null, { from: 'a', atMicros: 2_000_000 }])
  })

  test('showing the other side of a comparison turns it round', () => {
    const branching = switchedTo(comparedWith(singleBranch(plain), { ...plain, seed: 9 }), 'b')
    expect(branching).toMatchObject({ active: 'b', versus: 'a' })
  })
})

describe('a link with branches', () => {
  test('tells only what they differ in, under their letters', () => {
    const two = comparedWith(singleBranch(plain), { ...plain, seed: 9 })
    expect(branchedLinkOf(two, START, [sample], packing)).toMatch(/^#\/sample-system\?b\.seed=9&vs=b&r=/)
    const fork = renamed(forked(singleBranch(plain), 2_000_000), 'b', 'no crash')
    expect(branchedLinkOf(fork, START, [sample], packing)).toMatch(/\?b\.name=no%20crash&b\.at=2s&show=b&vs=a&r=/)
  })

  test.each([
    ['vs=b', /“vs” takes the letter of another branch, and there is none, not “b”/],
    ['b.seed=9&vs=c', /“vs” takes one of b, not “c”/],
    ['b.at=2s&b.from=c', /“b.from” takes one of a, not “c”/],
    ['b.seed=9&show=z', /“show” takes one of a, b, not “z”/],
    ['b.seed=fast', /“b.seed” takes a whole number/],
    ['c.seed=9', /“c.seed” is unknown here/],
    ['b.speed=9', /“b.speed” is unknown here/],
  ])('%s is noted, and the rest is shown', (query, note) => {
    const { notes, branching } = readLink(`#/sample-system?${query}`, [sample], packing)
    expect(notes.join('\n')).toMatch(note)
    expect(branching?.branches[0]?.scenario).toEqual(plain)
  })

  test('a name has no control characters and no marks that turn text round', () => {
    expect(cleanName(' no\u202e crash\u0000 ')).toBe('no crash')
    expect(cleanName('x'.repeat(100))).toHaveLength(40)
  })
})
