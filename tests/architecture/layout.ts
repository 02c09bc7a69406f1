/** A rule over the names of files. */
export interface LayoutRule {
  readonly name: string
  readonly reason: string
  /** @returns one line for each breach */
  find(paths: readonly string[]): string[]
  readonly caught: readonly (readonly string[])[]
  readonly passed: readonly (readonly string[])[]
}

const wholeSystem = ['meta', 'model', 'view', 'lesson', 'claims', 'proof'].map(
  (name) => `workers/systems/queue/${name}.ts`,
)
const partOfSystem = /^(meta|model|view|lesson|claims|proof|code)(-[a-z0-9-]+)?\.ts$/

const systemFiles: LayoutRule = {
  name: 'a system is one folder of fixed file names',
  reason:
    'Systems are found by these names, and a reader of one knows his way in all: meta.ts, model.ts, view.ts, ' +
    'lesson.ts, claims.ts, proof.ts, code.ts, and parts of one of them as for instance model-checks.ts.',
  find: (paths) => inSystems(paths).filter((path) => !partOfSystem.test(path.split('/').slice(3).join('/'))),
  caught: [
    [...wholeSystem, 'workers/systems/queue/helpers.ts'],
    [...wholeSystem, 'workers/systems/queue/model/rules.ts'],
    [...wholeSystem, 'workers/systems/queue/view.tsx'],
  ],
  passed: [[...wholeSystem, 'workers/systems/queue/model-checks.ts', 'workers/systems/catalog.ts']],
}

const systemParts: LayoutRule = {
  name: 'a system has its meta, model, view, claims and proof',
  reason: 'Without one of them the gallery, the run, the picture or the proof of the system is missing.',
  find: (paths) =>
    [...new Set(inSystems(paths).map((path) => path.split('/').slice(0, 3).join('/')))].flatMap((folder) =>
      ['meta', 'model', 'view', 'claims', 'proof']
        .map((name) => `${folder}/${name}.ts`)
        .filter((path) => !paths.includes(path)),
    ),
  caught: [
    wholeSystem.filter((path) => !path.endsWith('claims.ts')),
    wholeSystem.filter((path) => !path.endsWith('proof.ts')),
  ],
  passed: [wholeSystem, wholeSystem.filter((path) => !path.endsWith('lesson.ts'))],
}

const sourceNames: LayoutRule = {
  name: 'a file is named after what it exports, in kebab case',
  reason: 'A name like utils says nothing, and a barrel (index.ts) hides where things are and loads them all.',
  find: (paths) =>
    paths
      .filter((path) => /^(src|workers)\/.*\.tsx?$/.test(path))
      .filter((path) => {
        const name = path.split('/').at(-1) ?? ''
        const isKebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.worker|\.d)?\.tsx?$/.test(name)
        return !isKebab || /^(index|utils?|helpers?|misc|common)\./.test(name)
      }),
  caught: [['src/canvas/NodeCard.tsx'], ['src/canvas/index.ts'], ['workers/trace/utils.ts'], ['src/run/run_store.ts']],
  passed: [['src/canvas/node-card.tsx', 'workers/simulation.worker.ts', 'src/vite-env.d.ts', 'tests/a/B.ts']],
}

/** Where files lie and what they are called. */
export const layoutRules: readonly LayoutRule[] = [systemFiles, systemParts, sourceNames]

function inSystems(paths: readonly string[]): string[] {
  return paths.filter((path) => /^workers\/systems\/[^/]+\//.test(path))
}
