import { byteOrder, law4 } from './arithmetic-laws'
import { errorTexts, law6 } from './data-laws'
import { isIn, type Rule } from './rule'
import { type AstNode, isNode } from './source-file'
import { argumentsOf, callsOfMembers, nameOf, usesOfGlobals, usesOfMembers } from './syntax'
import { declaredKinds, kindOf } from './typed-arrays'

const inWorkers = (path: string): boolean => path.startsWith('workers/')

/** What decides a run. The session only says when work happens, and the page's loaders run before it. */
const simulation = ['kernel', 'network', 'algorithms', 'components', 'systems', 'trace', 'scenario'].map(
  (folder) => `workers/${folder}`,
)

/** Files that fetch the code of a system before its run begins: the one thing for which even the simulation must wait. */
const loaders = new Set(['workers/systems/loaders.ts', 'workers/systems/models.ts'])

const clocks = new Set([
  'Date',
  'Temporal',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
  'scheduler',
])

const law1: Rule = {
  name: 'law 1: time is what the kernel hands out',
  reason: 'A clock of the machine makes a run differ from the next one. Take `now` from the kernel, or as an argument.',
  covers: inWorkers,
  find: ({ places }) => [
    ...usesOfGlobals(places, clocks),
    ...usesOfMembers(places, new Set(['hrtime', 'nextTick', 'uptime'])),
  ],
  caught: [
    ['workers/kernel/a.ts', 'const now = Date.now()'],
    ['workers/kernel/a.ts', 'const now = globalThis.performance.now()'],
    ['workers/kernel/a.ts', "const now = self['Date']"],
    ['workers/network/a.ts', 'setTimeout(() => send(), 10)'],
    ['workers/session/a.ts', 'const { now } = performance'],
    ['workers/trace/a.ts', 'interface A { readonly at: Date }'],
    ['workers/components/a.ts', 'const now = process.hrtime()'],
  ],
  passed: [
    ['workers/kernel/a.ts', "// not Date.now()\nconst text = 'setTimeout'\nthis.performance.record({ Date: 1 })"],
    ['src/a.ts', 'const now = performance.now()'],
  ],
}

const law2: Rule = {
  name: 'law 2: chance is a named integer stream',
  reason: 'Only a stream derived from the seed draws the same twice. Take a random stream as an argument.',
  covers: inWorkers,
  find: ({ places }) => [
    ...usesOfGlobals(places, new Set(['crypto', 'Crypto'])),
    ...usesOfMembers(places, new Set(['getRandomValues', 'randomUUID'])),
    ...usesOfMembers(places, new Set(['random'])).filter((node) => nameOf(node.object) === 'Math'),
  ],
  caught: [
    ['workers/algorithms/a.ts', 'const x = Math.random()'],
    ['workers/algorithms/a.ts', "const x = Math['random']()"],
    ['workers/network/a.ts', 'crypto.getRandomValues(bytes)'],
    ['workers/session/a.ts', 'const id = globalThis.crypto.randomUUID()'],
  ],
  passed: [['workers/kernel/a.ts', 'const x = this.random.below(6) // not Math.random()']],
}

const law3: Rule = {
  name: 'law 3: every order is total and stated',
  reason:
    'Array sort without a comparator orders by text, and one that answers true or false is inconsistent: engines then ' +
    'disagree. Compare to a number, and break ties by a sequence number or by insertion.',
  covers: inWorkers,
  find: ({ places }) => {
    const declared = declaredKinds(places)
    return callsOfMembers(places, new Set(['sort', 'toSorted'])).filter((call) => {
      const [comparator] = argumentsOf(call)
      if (comparator !== undefined) return isBooleanComparator(comparator)
      return kindOf((call.callee as AstNode).object, declared) === null
    })
  },
  caught: [
    ['workers/kernel/a.ts', 'due.sort()'],
    ['workers/trace/a.ts', 'const names = [...nodes].toSorted()'],
    ['workers/kernel/a.ts', 'due.sort((a, b) => a.at > b.at)'],
    ['workers/kernel/a.ts', 'due.sort(function (a, b) { return a < b })'],
  ],
  passed: [
    ['workers/kernel/a.ts', 'due.sort((a, b) => a.at - b.at || a.sequence - b.sequence)'],
    ['workers/trace/a.ts', 'const sorted = Float64Array.from(latencies).sort()'],
    ['workers/trace/a.ts', 'class A { #points: Uint32Array = x; sort() { this.#points.sort() } }'],
  ],
}

const law5: Rule = {
  name: 'law 5: nothing in the simulation waits for the machine',
  reason:
    'The order in which promises settle belongs to the machine. Processes are generators that the kernel drives; ' +
    'the session is where the thread boundary may be asynchronous.',
  covers: (path) => isIn(path, simulation) && !loaders.has(path),
  find: ({ places }) => [
    ...usesOfGlobals(places, new Set(['Promise', 'PromiseLike', 'AsyncIterable', 'AsyncGenerator'])),
    ...callsOfMembers(places, new Set(['then'])),
    ...places.map(({ node }) => node).filter(isAsynchronous),
  ],
  caught: [
    ['workers/components/a.ts', 'async function handle() {}'],
    ['workers/components/a.ts', 'const handle = async () => 1'],
    ['workers/systems/queue/model.ts', 'class A { async handle() {} }'],
    ['workers/kernel/a.ts', 'const x = await y'],
    ['workers/kernel/a.ts', 'for await (const x of y) use(x)'],
    ['workers/network/a.ts', 'return_(Promise.resolve(1))'],
    ['workers/trace/a.ts', 'function f(): Promise<void> { return g }'],
    ['workers/scenario/a.ts', "const x = import('./b')"],
    ['workers/scenario/a.ts', 'load().then(use)'],
  ],
  passed: [
    ['workers/components/a.ts', 'function* handle() { const x = yield* this.redis.get(key) } // not async, await'],
    ['workers/session/a.ts', 'async function open() {}'],
    ['workers/systems/models.ts', 'function load(): Promise<Model> { return loader() }'],
  ],
}

const law7: Rule = {
  name: 'law 7: iteration and text depend on no locale, collector or machine',
  reason:
    'Locales, garbage collection and properties of the machine differ between readers of one link; for…in also visits ' +
    'what was inherited. Compare by code units, iterate with for…of over own keys.',
  covers: inWorkers,
  find: ({ places }) => [
    ...usesOfGlobals(places, new Set(['Intl', 'WeakRef', 'FinalizationRegistry', 'navigator'])),
    ...usesOfMembers(
      places,
      new Set('localeCompare toLocaleString toLocaleUpperCase toLocaleLowerCase toLocaleDateString'.split(' ')),
    ),
    ...places.map(({ node }) => node).filter(({ type }) => type === 'ForInStatement'),
  ],
  caught: [
    ['workers/scenario/a.ts', 'names.sort((a, b) => a.localeCompare(b))'],
    ['workers/trace/a.ts', 'const text = new Intl.NumberFormat().format(1)'],
    ['workers/trace/a.ts', 'const text = count.toLocaleString()'],
    ['workers/kernel/a.ts', 'for (const key in table) use(key)'],
    ['workers/kernel/a.ts', 'const ref = new WeakRef(node)'],
    ['workers/session/a.ts', 'const cores = navigator.hardwareConcurrency'],
    ['workers/session/a.ts', 'const cores = self.navigator'],
  ],
  passed: [
    ['workers/kernel/a.ts', 'for (const key of Object.keys(table)) if (key in other) use(key) // for (a in b)'],
    ['src/a.ts', 'const text = count.toLocaleString()'],
  ],
}

/** The laws of the simulation that source can break. Law 8 is proved by the conformance suite. */
export const laws: readonly Rule[] = [law1, law2, law3, law4, law5, law6, law7, errorTexts, byteOrder]

/** A comparator whose answer is a comparison: it never says which of two comes first when they are equal. */
function isBooleanComparator(comparator: AstNode): boolean {
  const body = comparator.body
  if (!isNode(body)) return false
  if (body.type !== 'BlockStatement') return isComparison(body)
  const statements = body.body as readonly AstNode[]
  const last = statements.at(-1)
  return last?.type === 'ReturnStatement' && isComparison(last.argument)
}

function isComparison(node: unknown): boolean {
  return isNode(node) && node.type === 'BinaryExpression' && /^([<>]=?|[!=]==?)$/.test(node.operator as string)
}

function isAsynchronous(node: AstNode): boolean {
  const isFunction = /Function(Declaration|Expression)$/.test(node.type)
  return (
    (isFunction && node.async === true) ||
    (node.type === 'ForOfStatement' && node.await === true) ||
    node.type === 'AwaitExpression' ||
    node.type === 'ImportExpression'
  )
}
