import { importTypeScript } from './run-ts.mjs'

const name = 'virtual:gallery-cards'

/**
 * What the gallery shows, made while the page is built: `virtual:gallery-cards` has the words on every card, so that the
 * page need not load all systems to list them; a loader for what the search finds beside them; and one for the picture of
 * each, taken from a real run, so that no card can show what the engine does not do.
 *
 * @returns {import('vite').Plugin}
 */
export function galleryCards() {
  /** @type {Promise<typeof import('./gallery-content')> | undefined} */
  let studio
  return {
    name: 'sandtable:gallery-cards',
    resolveId: (id) => (id === name || id.startsWith(`${name}/`) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${name}`)) return
      studio ??= importTypeScript('tests/tools/gallery-content.ts')
      const { cards, words, takeCardPicture } = await studio
      const part = id.slice(name.length + 2)
      if (part === 'words') return `export default ${data(words)}`
      if (part !== '') return `export default ${data(await takeCardPicture(part.slice('picture/'.length)))}`
      const loader = (/** @type {string} */ of) => `() => import(${JSON.stringify(`${name}/${of}`)})`
      const pictures = cards.map((card) => `${JSON.stringify(card.id)}: ${loader(`picture/${card.id}`)}`)
      return `
        export const cards = ${data(cards)}
        export const loadWords = ${loader('words')}
        export const cardPictures = { ${pictures.join(', ')} }`
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

/**
 * Plain data as an expression. A text that is parsed loads faster than the same as a literal.
 *
 * @param {unknown} value
 */
function data(value) {
  return `JSON.parse(${JSON.stringify(JSON.stringify(value))})`
}
