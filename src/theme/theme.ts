/** Light, dark, or what the system asks for. Kept in this browser where it allows that. */
export type ThemeChoice = 'system' | 'light' | 'dark'

const STORAGE_KEY = 'sandtable.theme'

/** The next choice of the one button that walks through all three. */
export function nextTheme(choice: ThemeChoice): ThemeChoice {
  return choice === 'system' ? 'light' : choice === 'light' ? 'dark' : 'system'
}

/** What was chosen before; `system` when nothing was, when it is unknown, or when storage is closed to the page. */
export function readTheme(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORAGE_KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Shows a choice at once and remembers it. Without storage it lasts until the page closes. */
export function applyTheme(choice: ThemeChoice): void {
  const root = document.documentElement
  if (choice === 'system') root.removeAttribute('data-theme')
  else root.dataset.theme = choice
  try {
    if (choice === 'system') localStorage.removeItem(STORAGE_KEY)
    else localStorage.setItem(STORAGE_KEY, choice)
  } catch {
    // A private window may refuse storage; the choice then holds for this visit.
  }
}
