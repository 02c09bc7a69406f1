import { importTypeScript } from './run-ts.mjs'

const name = 'virtual:card-pictures'

/**
 * The pictures of the gallery's cards, taken from real runs while the page is built, so that none can show what the
 * engine does not do. `virtual:card-pictures` has one loader a system, each with a module of its own.
 *
 * @returns {import('vite').Plugin}
 */
export function cardPictures() {
  /** @type {Promise<typeof import('./take-card-picture')> | undefined} */
  let studio
  return {
    name: 'sandtable:card-pictures',
    resolveId: (id) => (id === name || id.startsWith(`${name}/`) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${name}`)) return
      studio ??= importTypeScript('tests/tools/take-card-picture.ts')
      const { pictured, takeCardPicture } = await studio
      const system = id.slice(name.length + 2)
      if (system !== '') return `export default JSON.parse(${quoted(JSON.stringify(await takeCardPicture(system)))})`
      const loaders = pictured.map((own) => `${quoted(own)}: () => import(${quoted(`${name}/${own}`)})`)
      return `export const cardPictures = { ${loaders.join(', ')} }`
    },
    hotUpdate({ file }) {
      if (!/\/(workers|src\/canvas)\//.test(file)) return
      studio = undefined
      const { moduleGraph } = this.environment
      for (const [id, module] of moduleGraph.idToModuleMap)
        if (id.startsWith(`\0${name}`)) moduleGraph.invalidateModule(module)
    },
  }
}

/** @param {string} text */
function quoted(text) {
  return JSON.stringify(text)
}
