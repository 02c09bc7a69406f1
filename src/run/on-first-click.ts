/**
 * Lets a button do something once for a double click: what stands in its place after the first click, such as Restart
 * where Crash was, is not meant by the second. A key has no count of clicks.
 */
export function onFirstClick(action: () => void): (event: { readonly detail: number }) => void {
  return ({ detail }) => {
    if (detail < 2) action()
  }
}
