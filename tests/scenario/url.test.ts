import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENGINE_REVISION } from '../../workers/protocol'
import { checkScenario } from '../../workers/scenario/check'
import { type Look, START } from '../../workers/scenario/look'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import type { Intervention } from '../../workers/scenario/scenario'
import { isLong, isPacked, LONGEST_LINK, linkOf, RESERVED_KEYS, readLink } from '../../workers/scenario/url'
import { VERBS } from '../../workers/scenario/url-intervention'
import { pack, packing } from '../../workers/scenario/url-packed'
import { catalog } from '../../workers/systems/catalog'
import { anyLook, anyScenario, crowded, fullLink, sample, systems } from './sample-system'

const plain = defaultScenario(sample)
const read = (text: string) => readLink(text, systems, packing)
const write = (scenario = plain, look: Look = START) => linkOf(scenario, look, systems, packing)
const scenarioOf = (text: string) => read(text).scenario ?? expect.fail('no scenario')

describe('a link names only differences, in one order, with units', () => {
  test('a scenario of defaults is the system and its revision', () => {
    expect(write()).toBe(`#/sample-system?r=3.${ENGINE_REVISION}`)
  })
  test('each kind of value has its own text', () => {
    const values = { rps: 200, shift: -3, timeout: 1_500, load: 95, arrivals: 'poisson', weights: '4,2', checks: false }
    expect(write({ ...plain, variant: 'random', values, seed: 7, horizonMicros: 20_000_000 })).toBe(
      `#/sample-system?variant=random&rps=200&shift=-3&timeout=1.5ms&load=0.95&arrivals=poisson&weights=4,2&checks=off&seed=7&for=20s&r=3.${ENGINE_REVISION}`,
    )
  })
  test('each kind of intervention has its own text', () => {
    const script: Intervention[] = [
      { at: 2_000_000, kind: 'crash', node: 's2' },
      { at: 2_500_000, kind: 'restart', node: 's2' },
      { at: 3_000_000, kind: 'slow', node: 's1', factor: 4 },
      { at: 3_000_000, kind: 'slow', node: 's1', factor: 1.25 },
      { at: 3_000_000, kind: 'pause', node: 's2', forMicros: 500_000 },
      { at: 3_000_000, kind: 'cut', link: ['lb', 's2'] },
      { at: 3_000_000, kind: 'heal', link: ['lb', 's2'] },
      { at: 3_000_000, kind: 'delay', link: ['lb', 's2'], extraMicros: 20_000 },
      { at: 3_000_000, kind: 'drop', link: ['lb', 's2'], percent: 10 },
      { at: 4_000_000, kind: 'set', parameter: 'rps', value: 200 },
      { at: 4_000_000, kind: 'set', parameter: 'weights', value: '3,1' },
      { at: 5_000_000, kind: 'act', action: 'add-node', target: 'cache-5' },
      { at: 5_000_000, kind: 'act', action: 'flush', target: null },
    ]
    expect(write({ ...plain, script })).toBe(
      `#/sample-system?do=crash:s2@2s,restart:s2@2.5s,slow:s1:4@3s,slow:s1:1.25@3s,pause:s2:500ms@3s,cut:lb~s2@3s,heal:lb~s2@3s,delay:lb~s2:20ms@3s,drop:lb~s2:10@3s,set:rps:200@4s,set:weights:3.1@4s,add-node:cache-5@5s,flush@5s&r=3.${ENGINE_REVISION}`,
    )
  })
  test('a preset is the base of the differences, its script and its opening moment included', () => {
    const look: Look = { ...START, preset: 'crowded', micros: 1_500_000 }
    expect(write(crowded, look)).toBe(`#/sample-system?preset=crowded&r=3.${ENGINE_REVISION}`)
    expect(write({ ...crowded, script: [], values: plain.values }, look)).toBe(
      `#/sample-system?preset=crowded&rps=100&weights=5,1,1&do=nothing&r=3.${ENGINE_REVISION}`,
    )
    expect(read('#/sample-system?preset=crowded')).toMatchObject({ scenario: crowded, look, notes: [] })
  })
  test('the look: digest, moment, the event count within it, the mark within an event, lesson, span, story and node', () => {
    const look: Look = {
      micros: 3_200_000,
      count: 77,
      step: 2,
      preset: null,
      digest: '01234abc',
      lesson: 'black-hole',
      request: 12,
      span: { fromMicros: 1_500_000, toMicros: 2_000_001 },
      node: 'cache-5',
    }
    expect(write(plain, look)).toBe(
      `#/sample-system?r=3.${ENGINE_REVISION}&d=01234abc&t=3.2s&e=77&m=2&lesson=black-hole&span=1.5s-2.000001s&story=12&node=cache-5`,
    )
  })
})

describe('reading takes back what was written', () => {
  test('decode ∘ encode is the identity (seed 7)', () => {
    const both = anyScenario(12).chain((scenario) => fc.tuple(fc.constant(scenario), anyLook(scenario.horizonMicros)))
    fc.assert(
      fc.property(both, ([scenario, look]) => {
        expect(read(write(scenario, look))).toMatchObject({ scenario, look, notes: [] })
      }),
      { seed: 7, numRuns: 500 },
    )
  })
  test('long scripts travel packed and come back whole (seed 7)', () => {
    fc.assert(
      fc.property(anyScenario(70), (scenario) => {
        const link = write(scenario)
        expect(read(link)).toMatchObject({ scenario, look: START, notes: [] })
        if (/[?&]do=/.test(link) && link.length > 2_000) expect(pack(link).length).toBeGreaterThan(link.length - 1_000)
      }),
      { seed: 7, numRuns: 50, examples: [[{ ...plain, script: longScript(200) }]] },
    )
  })
  test('200 entries over a few nodes stay under 2,000 characters', () => {
    const link = write({ ...plain, script: longScript(200) })
    expect(link).toContain('do.z=')
    expect(link.length).toBeLessThan(2_000)
  })
  test('encode ∘ decode is canonical: the second writing changes nothing', () => {
    const once = ({ scenario, look }: ReturnType<typeof read>) => write(scenario ?? plain, look)
    for (const text of [
      fullLink,
      '#/sample-system?for=20000ms&seed=7&rps=200',
      'sample-system?checks=on&load=0.9&t=1000us',
    ]) {
      const link = once(read(text))
      expect(once(read(link))).toBe(link)
      expect(read(link).notes).toEqual([])
    }
    expect(once(read('#/sample-system?for=20000ms&seed=7&rps=200'))).toBe(
      `#/sample-system?rps=200&seed=7&for=20s&r=3.${ENGINE_REVISION}`,
    )
  })
  test('a script out of order is put in order of time, and stays in order of writing within a moment', () => {
    expect(
      scenarioOf('#/sample-system?do=crash:b@2s,crash:a@2s,crash:c@1s').script.map(
        (entry) => 'node' in entry && entry.node,
      ),
    ).toEqual(['c', 'b', 'a'])
  })
  test('a whole address, a bare query and a percent-encoded one are read alike', () => {
    const link = '#/sample-system?do=cut:lb~s2@3s&weights=4,2'
    const { scenario } = read(link)
    expect(read(`https://example.org/dist/index.html${link}`).scenario).toEqual(scenario)
    expect(read('sample-system?do=cut:lb~s2@3s&weights=4,2').scenario).toEqual(scenario)
    expect(read('#/sample-system?do=cut%3Alb%7Es2%403s&weights=4%2C2').scenario).toEqual(scenario)
    expect(scenario?.script).toHaveLength(1)
  })
})

describe('what cannot be read becomes a note, and the default stays', () => {
  test.each([
    ['rps=0x10', '“rps” takes whole numbers from 1 to 500, not “0x10”.'],
    ['rps=1e2', '“rps” takes whole numbers from 1 to 500, not “1e2”.'],
    ['rps=', '“rps” takes whole numbers from 1 to 500, not “”.'],
    ['rps=NaN', '“rps” takes whole numbers from 1 to 500, not “NaN”.'],
    ['rps=501', '“rps” takes whole numbers from 1 to 500, not “501”.'],
    ['rps=007', '“rps” takes whole numbers from 1 to 500, not “007”.'],
    ['shift=-0', '“shift” takes whole numbers from -50 to 50, not “-0”.'],
    ['timeout=20', '“timeout” takes times from 1 ms to 5 s, such as 20ms, not “20”.'],
    ['load=0.999', '“load” takes numbers from 0.05 to 1.50, not “0.999”.'],
    ['arrivals=__proto__', '“arrivals” takes one of steady, poisson, not “__proto__”.'],
    ['weights=5,0', '“weights” takes up to 5 whole numbers from 1 to 20, with commas between, not “5,0”.'],
    ['checks=true', '“checks” takes on or off, not “true”.'],
    ['variant=best', '“variant” takes one of modulo, random, not “best”.'],
    ['preset=none', '“preset” takes one of crowded, plain, not “none”.'],
    ['seed=4294967296', '“seed” takes a whole number from 0 to 4294967295, not “4294967296”.'],
    ['for=2h', '“for” takes a time from 1 ms to 1 h, such as 20s, not “2h”.'],
    ['t=11s', '“t” takes a time up to 10s, not “11s”.'],
    ['story=0', '“story” takes the number of a request, from 1, not “0”.'],
    ['node=A%20b', '“node” takes the name of a node, not “A b”.'],
    ['story=none', '“story” takes the number of a request, from 1, not “none”.'],
    ['span=2s-1s', '“span” takes two times up to 10s, the earlier first, such as 1s-2s, not “2s-1s”.'],
    ['span=1s-11s', '“span” takes two times up to 10s, the earlier first, such as 1s-2s, not “1s-11s”.'],
    ['span=1s-2s-3s', '“span” takes two times up to 10s, the earlier first, such as 1s-2s, not “1s-2s-3s”.'],
    ['e=-1', '“e” takes a count of events, not “-1”.'],
    ['d=xyz', '“d” takes 8 digits from 0 to f, not “xyz”.'],
    ['colour=red', '“colour” is unknown here and was left out.'],
    ['__proto__=1', '“__proto__” is unknown here and was left out.'],
    ['seed=1&seed=2', '“seed” stands there twice; the first one counts.'],
    ['rps=%E0%A4%A', '“rps=%E0%A4%A” is damaged and was left out.'],
    ['do=explode:s2@2s', '“explode:s2@2s” is nothing that can be done here. It was left out.'],
    ['do=crash:s2', '“crash:s2” needs a moment such as @2s at its end. It was left out.'],
    ['do=crash@2s', '“crash@2s” has too many or too few parts. It was left out.'],
    [
      'do=crash:S2@2s',
      '“crash:S2@2s” needs the name of a node: up to 32 lower-case letters, digits and hyphens. It was left out.',
    ],
    ['do=cut:lb@2s', '“cut:lb@2s” needs the names of two nodes, such as lb~s2. It was left out.'],
    ['do=slow:s1:0@2s', '“slow:s1:0@2s” needs a factor from 1 to 1000 with at most two decimals. It was left out.'],
    ['do=drop:lb~s2:101@2s', '“drop:lb~s2:101@2s” needs a percentage from 0 to 100. It was left out.'],
    ['do=set:shift:1@2s', '“set:shift:1@2s” sets shift, which cannot change during a run. It was left out.'],
    ['do=set:rps:0@2s', '“set:rps:0@2s” has a wrong value: rps takes whole numbers from 1 to 500. It was left out.'],
    ['do.z=abc', '“do.z” takes a packed script, which this is not any more, not “abc”.'],
    [
      'r=2.1',
      `This link was made with revision 2.1 of “Sample”; here it is 3.${ENGINE_REVISION}, so the run may differ from the one that was shared.`,
    ],
  ])('%s', (query, note) => {
    const { scenario, notes } = read(`#/sample-system?${query}`)
    expect(notes).toEqual([note])
    expect(scenario).toEqual(plain)
  })
  test('an unknown system is told, and nothing is opened', () => {
    expect(read('#/no-such?rps=1')).toMatchObject({
      scenario: null,
      look: START,
      notes: ['There is no system “no-such”.'],
    })
    expect(read('#/__proto__').scenario).toBeNull()
  })
  test('the gallery is no mistake', () => {
    for (const text of ['', '#', '#/', 'https://example.org/#/'])
      expect(read(text)).toMatchObject({ scenario: null, look: START, notes: [] })
  })
  test('good fields beside bad ones are kept', () => {
    expect(scenarioOf('#/sample-system?rps=oops&shift=4&do=crash:s1@1s,what,crash:s2@2s')).toEqual({
      ...plain,
      values: { ...plain.values, shift: 4 },
      script: [
        { at: 1_000_000, kind: 'crash', node: 's1' },
        { at: 2_000_000, kind: 'crash', node: 's2' },
      ],
    })
  })
  test('text of a stranger is shown short and without characters that turn or hide text', () => {
    const [note = ''] = read(
      `#/sample-system?rps=${encodeURIComponent(`\u202e\u200b\u0007<b>${'x'.repeat(500)}`)}`,
    ).notes
    expect(note).toMatch(/^“rps” takes .*, not “<b>x{37}…”\.$/)
  })
  test('a link over the limit shows the defaults', () => {
    const { scenario, notes } = read(`#/sample-system?rps=200&x=${'y'.repeat(LONGEST_LINK)}`)
    expect(scenario).toEqual(plain)
    expect(notes).toHaveLength(1)
  })
  test('only the first 200 entries of a script are taken', () => {
    const { scenario, notes } = read(`#/sample-system?do=${'crash:a@1s,'.repeat(250)}crash:a@1s`)
    expect(scenario?.script).toHaveLength(200)
    expect(notes).toEqual(['The script has 251 entries; only the first 200 are taken.'])
  })
  test('a packed field that would unfold to more than 64 KiB is refused before it does', () => {
    const bomb = pack('a'.repeat(5_000_000))
    expect(bomb.length).toBeLessThan(LONGEST_LINK - 100)
    expect(read(`#/sample-system?do.z=${bomb}`).scenario).toEqual(plain)
    expect(read(`#/sample-system?do.z=${bomb}`).notes).toHaveLength(1)
    expect(read(`#/sample-system?do.z=${pack('crash:s1@1s')}`).scenario?.script).toHaveLength(1)
  })
})

describe('hostile links', () => {
  const keys = Object.getOwnPropertyNames(Object.prototype)
  beforeAll(() => void Object.freeze(Object.prototype))
  afterAll(() => expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(keys))

  const survives = (text: string) => {
    const { scenario, notes } = read(text)
    expect(notes.length).toBeLessThanOrEqual(50)
    if (scenario === null) return
    expect(checkScenario(sample, scenario)).toEqual([])
    expect(Object.getPrototypeOf(scenario.values)).toBe(Object.prototype)
    expect(read(write(scenario)).scenario).toEqual(scenario)
  }
  test('changed, lost and added characters never throw and always give a scenario that can be run (seed 7)', () => {
    const damage = fc.array(
      fc.tuple(
        fc.nat(fullLink.length),
        fc.nat(4),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 4 }),
          fc.constantFrom('&', '=', ',', '%', '@', ':', '~', '__proto__', 'do=', '-0', '1e9'),
        ),
      ),
      { minLength: 1, maxLength: 6 },
    )
    fc.assert(
      fc.property(damage, (edits) => {
        survives(edits.reduce((text, [at, lost, put]) => text.slice(0, at) + put + text.slice(at + lost), fullLink))
      }),
      { seed: 7, numRuns: 2_000 },
    )
  })
  test('any text at all is read (seed 7)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => survives(`#/sample-system?${text}`)),
      { seed: 7, numRuns: 500 },
    )
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), survives), { seed: 7, numRuns: 200 })
  })
  test('a thousand unknown keys make at most 50 notes, the last of which counts the rest', () => {
    const { notes } = read(`#/sample-system?${Array.from({ length: 1_000 }, (_, index) => `k${index}=1`).join('&')}`)
    expect(notes).toHaveLength(50)
    expect(notes[49]).toBe('951 more things in this link could not be read.')
  })
})

test('without packing a long link stays readable, and a packed one keeps the script of its base', () => {
  const script = Array.from({ length: 180 }, (_, index): Intervention => ({ at: index, kind: 'crash', node: 's1' }))
  const long = { ...plain, script }
  const readable = linkOf(long, START, systems, null)
  expect(isLong(readable)).toBe(true)
  expect(isPacked(readable)).toBe(false)
  expect(readLink(readable, systems, null).scenario).toEqual(long)
  const packed = write(long)
  expect(packed.length).toBeLessThan(readable.length)
  expect(isPacked(packed)).toBe(true)
  expect(readLink(packed, systems, null)).toMatchObject({ scenario: plain, notes: [expect.stringContaining('do.z')] })
})

describe('every system of the catalog', () => {
  test.each(catalog.map((meta) => [meta.id, meta] as const))(
    '%s: its keys and actions are free, its presets are valid and their links short',
    (_, meta) => {
      for (const { key } of meta.parameters) {
        expect(key).toMatch(/^[a-z0-9-]{1,32}$/)
        expect(RESERVED_KEYS).not.toContain(key)
      }
      for (const { id } of meta.actions) expect(VERBS).not.toContain(id)
      expect(checkScenario(meta, defaultScenario(meta))).toEqual([])
      for (const preset of meta.presets) {
        const content = readLink(`#/${meta.id}?preset=${preset.id}`, catalog, packing)
        expect(content.notes).toEqual([])
        expect(checkScenario(meta, content.scenario ?? expect.fail())).toEqual([])
        const look: Look = { ...content.look, micros: 1_234_567, count: 123_456, digest: '01234567' }
        const link = linkOf(content.scenario ?? expect.fail(), look, catalog, packing)
        expect(link.length).toBeLessThanOrEqual(200)
        expect(readLink(link, catalog, packing).scenario).toEqual(content.scenario)
      }
    },
  )
})

function longScript(length: number): Intervention[] {
  return Array.from(
    { length },
    (_, index): Intervention => ({
      at: index * 40_000,
      kind: index % 2 === 0 ? 'crash' : 'restart',
      node: `s${1 + (index % 5)}`,
    }),
  )
}
