/** Which systems were opened in this browser, the last one first. */
const STORAGE_KEY = 'sandtable.opened'
const LONGEST = 40

/** Ids of systems, the last opened first; empty when storage is closed to the page or holds something else. */
export function readOpened(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

/** Moves a system to the front of the list. */
export function rememberOpened(id: string): void {
  const opened = [id, ...readOpened().filter((other) => other !== id)].slice(0, LONGEST)
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(opened))
  } catch {
    // A private window may refuse storage; the gallery then keeps the order of the guide.
  }
}
