import { type Import, importsOf } from './imports'
import { isIn, type Rule } from './rule'
import type { AstNode, SourceFile } from './source-file'

/** A rule that looks at one import at a time. */
function importRule(rule: Omit<Rule, 'find'> & { forbids(own: Import, path: string): boolean }): Rule {
  return { ...rule, find: (file) => nodesOf(file, (own) => rule.forbids(own, file.path)) }
}

function nodesOf(file: SourceFile, forbids: (own: Import) => boolean): AstNode[] {
  return importsOf(file)
    .filter(forbids)
    .map(({ node }) => node)
}

const algorithms = importRule({
  name: 'algorithms import only algorithms, and portable maths',
  reason:
    'An algorithm is a pure function over plain data that is tested and measured alone; time and chance are its ' +
    'arguments. workers/kernel/maths.ts is arithmetic, which law 4 asks for, and nothing of a run.',
  covers: (path) => path.startsWith('workers/algorithms/'),
  forbids: ({ target }) => !isIn(target, ['workers/algorithms']) && target !== 'workers/kernel/maths',
  caught: [
    ['workers/algorithms/balance/a.ts', "import { Random } from '../../kernel/random'"],
    ['workers/algorithms/balance/a.ts', "import type { Message } from '../../network/message'"],
    ['workers/algorithms/balance/a.ts', "import { LRUCache } from 'lru-cache'"],
    ['workers/algorithms/balance/a.ts', "export * from '../../trace/trace'"],
  ],
  passed: [
    ['workers/algorithms/balance/a.ts', "import { murmur3 } from '../hashing/murmur3'"],
    ['workers/algorithms/balance/a.ts', "import { ln } from '../../kernel/maths'"],
  ],
})

const kernel = importRule({
  name: 'the kernel imports only the kernel',
  reason: 'Time, order and chance know nothing of networks, components or systems, so that they can be proved alone.',
  covers: (path) => path.startsWith('workers/kernel/'),
  forbids: ({ target }) => !isIn(target, ['workers/kernel']),
  caught: [
    ['workers/kernel/a.ts', "import { World } from '../network/world'"],
    ['workers/kernel/a.ts', "import type { Server } from '../components/server'"],
    ['workers/kernel/a.ts', "import { catalog } from '../systems/catalog'"],
  ],
  passed: [['workers/kernel/a.ts', "import { Agenda } from './agenda'"]],
})

/** The packages of the simulation, each with the only place that uses it. */
const workerPackages: Readonly<Record<string, RegExp>> = {
  comlink: /^workers\/(simulation|explore)\.worker\.ts$/,
  fflate: /^workers\/scenario\//,
}

const workers = importRule({
  name: 'workers never import the page, the tests or a package of theirs',
  reason:
    'The simulation runs without a document, in a worker and in Node; the page depends on it and not it on the page.',
  covers: (path) => path.startsWith('workers/'),
  forbids: ({ target, isPackage }, path) =>
    isPackage ? workerPackages[target]?.test(path) !== true : !target.startsWith('workers/'),
  caught: [
    ['workers/session/a.ts', "import { runStore } from '../../src/run/run-store'"],
    ['workers/session/a.ts', "import type { Route } from '../../src/route'"],
    ['workers/trace/a.ts', "import { story } from '../../tests/src/fixtures/story'"],
    ['workers/trace/a.ts', "import { scaleLinear } from 'd3'"],
    ['workers/trace/a.ts', "const x = import('react')"],
    ['workers/kernel/a.ts', "import { performance } from 'node:perf_hooks'"],
    ['workers/session/session.ts', "import { expose } from 'comlink'"],
  ],
  passed: [
    ['workers/simulation.worker.ts', "import { expose } from 'comlink'\nimport { Session } from './session/session'"],
    ['workers/systems/catalog.ts', "const metas = import.meta.glob('./*/meta.ts')"],
  ],
})

/** What the page may run. Types of anything may be imported: they leave nothing behind. */
const pagePart =
  /^workers\/(protocol|explore\/target|(scenario|trace)\/[a-z-]+|systems\/(loaders|law|universal-laws|source-passage)|systems\/[a-z-]+\/(meta|view|claims|lesson|proof|code)|kernel\/time)$/

const page = importRule({
  name: 'the page imports only the protocol, scenarios, traces, the loaders and what systems say of themselves',
  reason:
    'A picture is made from the trace, never from a model. workers/kernel/time.ts is how a moment is written, the ' +
    'same in links, sentences and on the page; the worker is imported as an address. The catalog holds every system at ' +
    'once, and a person opens one.',
  covers: (path) => path.startsWith('src/'),
  forbids: ({ target, isType, node }, path) => {
    if (isType || !target.startsWith('workers/')) return false
    return !pagePart.test(target) && !isWorkerAddress(node, path)
  },
  caught: [
    ['src/canvas/a.ts', "import { Kernel } from '../../workers/kernel/kernel'"],
    ['src/canvas/a.ts', "import { Ring } from '../../workers/algorithms/hashing/ring'"],
    ['src/canvas/a.ts', "import { model } from '../../workers/systems/load-balancer/model'"],
    ['src/gallery/a.ts', "import { catalog } from '../../workers/systems/catalog'"],
    ['src/canvas/a.ts', "const models = import.meta.glob('../../workers/systems/*/model.ts')"],
    ['src/canvas/a.ts', "import { type A, b } from '../../workers/network/link'"],
    ['src/run/a.ts', "import '../../workers/simulation.worker'"],
    ['src/canvas/a.ts', "import url from '../../workers/simulation.worker.ts?worker&url'"],
  ],
  passed: [
    ['src/canvas/a.ts', "import type { Kernel } from '../../workers/kernel/kernel'"],
    ['src/canvas/a.ts', "import { type A, type B } from '../../workers/network/link'"],
    ['src/canvas/a.ts', "import { Trace } from '../../workers/trace/trace'"],
    ['src/canvas/a.ts', "import view from '../../workers/systems/load-balancer/view'"],
    ['src/run/a.ts', "import url from '../../workers/simulation.worker.ts?worker&url'"],
    ['src/run/a.ts', "import { loadView } from '../../workers/systems/loaders'"],
  ],
})

const catalog = importRule({
  name: 'catalog and loaders find no model',
  reason: 'The page imports the loaders, and would carry the code of every simulation. Models are found in models.ts.',
  covers: (path) => path.startsWith('workers/systems/') && path !== 'workers/systems/models.ts',
  forbids: ({ target, isGlob }) =>
    isGlob && !/^workers\/systems\/\*\/(meta|view|claims|lesson|proof|code)$/.test(target),
  caught: [
    ['workers/systems/catalog.ts', "const models = import.meta.glob('./*/model.ts')"],
    ['workers/systems/catalog.ts', "const all = import.meta.glob(['./*/meta.ts', './*/*.ts'])"],
  ],
  passed: [
    ['workers/systems/catalog.ts', "const metas = import.meta.glob(['./*/meta.ts', './*/view.ts'], { eager: true })"],
    ['workers/systems/models.ts', "const models = import.meta.glob('./*/model.ts')"],
  ],
})

const d3: Rule = {
  name: 'd3 is imported by name',
  reason: 'The whole of d3 is four times what the page uses.',
  covers: (path) => path.startsWith('src/'),
  find: (file) =>
    nodesOf(file, ({ target, isType, node }) => {
      const specifiers = (node.specifiers ?? []) as readonly AstNode[]
      return target === 'd3' && !isType && !specifiers.every(({ type }) => type === 'ImportSpecifier')
    }),
  caught: [['src/canvas/a.ts', "import * as d3 from 'd3'"]],
  passed: [['src/canvas/a.ts', "import { arc, scaleLinear } from 'd3'\nimport type * as all from 'd3'"]],
}

/** Which part may know which. */
export const importRules: readonly Rule[] = [algorithms, kernel, workers, page, catalog, d3]

/** The files that start workers ask the bundler for the address of the built worker. */
function isWorkerAddress(node: AstNode, path: string): boolean {
  const source = node.source as AstNode | undefined
  return path.startsWith('src/run/') && /\/(simulation|explore)\.worker\.ts\?worker&url$/.test(String(source?.value))
}
