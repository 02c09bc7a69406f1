import fc from 'fast-check'
import { durationText } from '../../workers/kernel/time'
import { ENGINE_REVISION } from '../../workers/protocol'
import type { Look } from '../../workers/scenario/look'
import type { Parameter } from '../../workers/scenario/parameters'
import { baseScenario } from '../../workers/scenario/preset-scenario'
import type { Intervention, LinkEnds, ParameterValue, Scenario } from '../../workers/scenario/scenario'
import type { SystemMeta } from '../../workers/systems/system'

const common = { help: 'Tells one kind of parameter from the others.', group: 'All' }

/** A system with one parameter of each kind, two actions, and presets with and without a script. */
export const sample: SystemMeta = {
  id: 'sample-system',
  title: 'Sample',
  question: 'What does a link hold?',
  summary: 'One parameter of each kind.',
  section: 'Fundamentals',
  tags: [],
  picture: { preset: 'plain', node: 's1' },
  revision: 3,
  horizonMicros: 10_000_000,
  seed: 1,
  variants: [
    { id: 'modulo', label: 'Modulo', help: 'The first one.' },
    { id: 'random', label: 'Random', help: 'The second one.' },
  ],
  parameters: [
    { ...common, key: 'rps', label: 'Rate', kind: 'integer', min: 1, max: 500, default: 100, live: true },
    { ...common, key: 'shift', label: 'Shift', kind: 'integer', min: -50, max: 50, default: 0 },
    {
      ...common,
      key: 'timeout',
      label: 'Timeout',
      kind: 'duration',
      min: 1_000,
      max: 5_000_000,
      default: 20_000,
      live: true,
    },
    { ...common, key: 'load', label: 'Load', kind: 'hundredths', min: 5, max: 150, default: 90, live: true },
    {
      ...common,
      key: 'arrivals',
      label: 'Arrivals',
      kind: 'choice',
      options: [
        { id: 'steady', label: 'Steady' },
        { id: 'poisson', label: 'Poisson' },
      ],
      default: 'steady',
    },
    {
      ...common,
      key: 'weights',
      label: 'Weights',
      kind: 'weights',
      maxLength: 5,
      maxWeight: 20,
      default: '5,1,1',
      live: true,
    },
    { ...common, key: 'checks', label: 'Checks', kind: 'flag', default: true, live: true },
  ],
  actions: [
    { id: 'add-node', label: 'Add a node', help: 'One more.', on: 'cache' },
    { id: 'flush', label: 'Flush', help: 'Empties all.', on: 'cache' },
  ],
  presets: [
    {
      id: 'crowded',
      title: 'Crowded',
      watch: 'The crash.',
      variant: 'random',
      values: { rps: 300, weights: '1,2' },
      script: [{ at: 2_000_000, kind: 'crash', node: 's2' }],
      seed: 9,
      horizonMicros: 20_000_000,
      openAt: 1_500_000,
      claims: [],
    },
    { id: 'plain', title: 'Plain', watch: 'Nothing.', claims: [] },
  ],
}

export const systems: readonly SystemMeta[] = [sample]

const name = fc.stringMatching(/^[a-z0-9-]{1,32}$/)
const link: fc.Arbitrary<LinkEnds> = fc.tuple(name, name)

function value(parameter: Parameter): fc.Arbitrary<ParameterValue> {
  switch (parameter.kind) {
    case 'flag':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...parameter.options.map(({ id }) => id))
    case 'weights':
      return fc
        .array(fc.integer({ min: 1, max: parameter.maxWeight }), { minLength: 1, maxLength: parameter.maxLength })
        .map((list) => list.join(','))
    default:
      return fc.integer({ min: parameter.min, max: parameter.max })
  }
}

const setting: fc.Arbitrary<object> = fc
  .constantFrom(...sample.parameters.filter(({ live }) => live === true))
  .chain((parameter) =>
    fc.record({ kind: fc.constant('set'), parameter: fc.constant(parameter.key), value: value(parameter) }),
  )

const deed: fc.Arbitrary<object> = fc.oneof(
  fc.record({ kind: fc.constantFrom('crash', 'restart'), node: name }),
  fc.record({ kind: fc.constant('pause'), node: name, forMicros: fc.integer({ min: 0, max: 600_000_000 }) }),
  fc.record({
    kind: fc.constant('slow'),
    node: name,
    factor: fc.integer({ min: 100, max: 100_000 }).map((n) => n / 100),
  }),
  fc.record({ kind: fc.constantFrom('cut', 'heal'), link }),
  fc.record({ kind: fc.constant('delay'), link, extraMicros: fc.integer({ min: 0, max: 60_000_000 }) }),
  fc.record({ kind: fc.constant('drop'), link, percent: fc.integer({ min: 0, max: 100 }) }),
  setting,
  fc.record({ kind: fc.constant('act'), action: fc.constantFrom('add-node', 'flush'), target: fc.option(name) }),
)

/** Any entry that `checkScenario` accepts. */
export const anyIntervention: fc.Arbitrary<Intervention> = fc
  .tuple(fc.integer({ min: 0, max: 3_600_000_000 }), deed)
  .map(([at, rest]) => ({ at, ...rest }) as Intervention)

/** Any scenario of the sample system that `checkScenario` accepts. */
export function anyScenario(longestScript: number): fc.Arbitrary<Scenario> {
  return fc.record({
    system: fc.constant(sample.id),
    variant: fc.constantFrom('modulo', 'random'),
    values: fc.record(Object.fromEntries(sample.parameters.map((parameter) => [parameter.key, value(parameter)]))),
    seed: fc.integer({ min: 0, max: 0xffff_ffff }),
    horizonMicros: fc.integer({ min: 1_000, max: 3_600_000_000 }),
    script: fc
      .array(anyIntervention, { maxLength: longestScript })
      .map((script) => script.toSorted((a, b) => a.at - b.at)),
  })
}

/** Any look that fits a run of this length. */
export function anyLook(horizonMicros: number): fc.Arbitrary<Look> {
  return fc.record({
    micros: fc.integer({ min: 0, max: horizonMicros }),
    count: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    step: fc.option(fc.integer({ min: 0, max: 100 })),
    preset: fc.option(fc.constantFrom('crowded', 'plain')),
    digest: fc.option(fc.stringMatching(/^[0-9a-f]{8}$/)),
    lesson: fc.option(fc.constantFrom('ring', 'black-hole', 'step-3')),
    request: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
    node: fc.option(fc.constantFrom('lb', 's2', 'cache-5')),
    span: fc.option(
      fc
        .uniqueArray(fc.integer({ min: 0, max: horizonMicros }), { minLength: 2, maxLength: 2 })
        .map((ends) => ends.toSorted((a, b) => a - b))
        .map(([fromMicros = 0, toMicros = 0]) => ({ fromMicros, toMicros })),
    ),
  })
}

/** A link as a person might have written it, to be damaged. */
export const fullLink = `#/${sample.id}?preset=crowded&variant=modulo&rps=200&shift=-3&timeout=1.5ms&load=0.95&arrivals=poisson&weights=4,2&checks=off&seed=7&for=20s&do=crash:s2@2s,slow:s1:4@3s,pause:s2:500ms@3s,cut:lb~s2@3s,delay:lb~s2:20ms@3s,drop:lb~s2:10@3s,set:rps:200@4s,set:weights:3.1@4s,add-node:cache-5@5s,flush@${durationText(6_000_001)}&r=3.${ENGINE_REVISION}&d=01234abc&t=3.2s&e=77&m=2&span=1s-2.5s&story=12&node=s2`

export const crowded: Scenario = baseScenario(sample, 'crowded')
