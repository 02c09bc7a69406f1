import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './theme/tokens.css'
import './theme/base.css'
import { App } from './app'
import { routeOf } from './route'
import { loadSystem } from './run/load-system'
import { applyTheme, readTheme } from './theme/theme'

applyTheme(readTheme())

// The parts of the system that the address names come beside the playground's code, not after it.
const first = routeOf(location.hash)
if (first.page === 'playground') {
  // What fails here is tried again by the opening, which says so.
  loadSystem(first.system).catch(() => {})
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
