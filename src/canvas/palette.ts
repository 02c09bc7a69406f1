/**
 * Colours that tell owners apart, in both themes (`--owner-1` and so on in the theme's tokens). A colour never stands
 * alone: wherever it is used the owner's name is beside it.
 */
const OWNERS = 10

/**
 * The colour of the node called `name`. A name that ends in a number keeps its colour when others join or leave; other
 * names take the colour of their place `index`.
 */
export function ownerColour(name: string, index: number): string {
  const number = /(\d+)$/.exec(name)?.[1]
  const place = number === undefined ? index : Number(number) - 1
  return `var(--owner-${(((place % OWNERS) + OWNERS) % OWNERS) + 1})`
}
