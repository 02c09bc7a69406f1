import { root } from './project.mjs'
import { importTypeScript } from './run-ts.mjs'

const name = 'virtual:sources'

/**
 * The sources that run, for the page to show: `virtual:sources` has a loader for each file that a system names in its
 * `code.ts`, with the lines of what is at work at each mark. They are found while the page is built, so they cannot drift.
 *
 * @returns {import('vite').Plugin}
 */
export function sources() {
  /** @type {Promise<typeof import('./code-sources')> | undefined} */
  let reader
  return {
    name: 'sandtable:sources',
    resolveId: (id) => (id === name || id.startsWith(`${name}/`) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${name}`)) return
      reader ??= importTypeScript('tests/tools/code-sources.ts')
      const { anchorsByFile, shownSource } = await reader
      const file = id.slice(name.length + 2).replace(/\.js$/, '')
      if (file !== '') {
        const text = JSON.stringify(shownSource(root, file))
        return `export default JSON.parse(${JSON.stringify(text)})`
      }
      // The name of a module ends like one that runs, so that nothing takes its text for TypeScript.
      const loaders = [...anchorsByFile.keys()].map(
        (path) => `${JSON.stringify(path)}: () => import(${JSON.stringify(`${name}/${path}.js`)})`,
      )
      return `export const sources = { ${loaders.join(', ')} }`
    },
    hotUpdate({ file }) {
      if (!file.includes('/workers/')) return
      reader = undefined
      const { moduleGraph } = this.environment
      for (const [id, module] of moduleGraph.idToModuleMap)
        if (id.startsWith(`\0${name}`)) moduleGraph.invalidateModule(module)
    },
  }
}
