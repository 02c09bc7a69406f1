/** A rule over the whole text of every file of the project, whatever its kind. */
export interface TextRule {
  readonly name: string
  readonly reason: string
  readonly pattern: RegExp
  readonly caught: readonly string[]
  readonly passed: readonly string[]
}

// The examples are put together from parts, because this file is searched too.
const slash = '/'
const registry = ['registry', 'npmjs', 'org'].join('.')

const registries: TextRule = {
  name: 'no file names a package registry',
  reason: 'Where packages come from is the business of whoever installs them; npm knows it.',
  pattern: new RegExp(['registry', '(npmjs|yarnpkg|npmmirror)', '(org|com)'].join('\\.'), 'gi'),
  caught: [`https:${slash}${slash}${registry}/react`, `registry=${registry}`],
  passed: ['omit-lockfile-registry-resolved=true', 'the registry of systems'],
}

const absolutePaths: TextRule = {
  name: 'no file names a path of one machine',
  reason: 'It works nowhere else. Paths are relative to the project.',
  pattern: /(?<![\w.:/~*)}-])(\/(home|Users|root|work|workspace|workspaces|tmp)\/[\w.-]+|[A-Z]:\\+Users\\+\w+)/g,
  caught: [
    `const file = '${slash}home/someone/sandtable'`,
    `import x from "${slash}work/main/src/x"`,
    `${slash}Users/someone`,
    `${slash}tmp/try`,
  ],
  passed: ['tests/work/main.ts', 'https://example.org/home/page', '/usr/bin/chromium', "GET '/users/7'"],
}

export const textRules: readonly TextRule[] = [registries, absolutePaths]

/** @returns one line for each breach: `path:line: text` */
export function findText({ pattern }: TextRule, path: string, text: string): string[] {
  return [...text.matchAll(pattern)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length
    return `${path}:${line}: ${match[0]}`
  })
}

/** The parts of package-lock.json that matter here. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/**
 * What keeps `npm ci` from working on some machine: an address, a package without a checksum, or a dependency without
 * an entry, such as the binary for another platform.
 */
export function findLockBreaches({ packages }: LockFile): string[] {
  return Object.entries(packages).flatMap(([path, locked]) => {
    const wanted = Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })
    return [
      ...(locked.resolved === undefined ? [] : [`${path} is fetched from ${locked.resolved}`]),
      ...(path === '' || locked.integrity !== undefined ? [] : [`${path} has no checksum`]),
      ...wanted.filter((name) => !isFound(packages, path, name)).map((name) => `${path} asks for ${name}`),
    ]
  })
}

/** Looks for a package as Node does: in the asking package, then in each folder above it. */
function isFound(packages: LockFile['packages'], from: string, name: string): boolean {
  for (let path = from; ; path = path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1))) {
    if (Object.hasOwn(packages, `${path === '' ? '' : `${path}/`}node_modules/${name}`)) return true
    if (path === '') return false
  }
}
