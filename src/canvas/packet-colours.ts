import type { PacketColours } from './packet-sprites'
import { PacketTone } from './packet-tone'

/** The theme's colour of each tone. */
const TOKENS: Readonly<Record<PacketTone, string>> = {
  [PacketTone.request]: '--neutral',
  [PacketTone.answer]: '--good',
  [PacketTone.failure]: '--bad',
  [PacketTone.fading]: '--bad',
  [PacketTone.probe]: '--soft',
}

/** Reads the colours as they are now. A token may be a `light-dark()`, which only a real property resolves. */
export function readPacketColours(element: HTMLElement): PacketColours {
  const resolve = (token: string): string => {
    element.style.color = `var(${token})`
    return getComputedStyle(element).color
  }
  const tones: string[] = []
  for (const tone of Object.values(PacketTone)) tones[tone] = resolve(TOKENS[tone])
  const ring = resolve('--accent')
  element.style.removeProperty('color')
  return { tones, ring }
}

/** Calls back when the theme changes, by choice or with the system. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  const system = matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', changed)
  return () => {
    observer.disconnect()
    system.removeEventListener('change', changed)
  }
}
