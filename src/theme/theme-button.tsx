import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { applyTheme, nextTheme, readTheme, type ThemeChoice } from './theme'

const LABELS: Record<ThemeChoice, string> = {
  system: 'Theme: as the system',
  light: 'Theme: light',
  dark: 'Theme: dark',
}

/** One button that walks through system, light and dark. */
export function ThemeButton() {
  const [choice, setChoice] = useState(readTheme)
  const Icon = choice === 'system' ? Monitor : choice === 'light' ? Sun : Moon
  const walk = () => {
    const next = nextTheme(choice)
    applyTheme(next)
    setChoice(next)
  }
  return (
    <button
      type="button"
      className="button button-bare button-icon"
      onClick={walk}
      aria-label={`${LABELS[choice]}. Change`}
      title={LABELS[choice]}
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  )
}
