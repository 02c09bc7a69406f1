import { Check, Link2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { formatMoment } from '../../workers/kernel/time'
import { currentLink } from '../location'
import { playheadStore } from '../playback/playhead-store'
import './copy-link.css'

/** How long the confirmation stays. */
const CONFIRMED_MS = 4_000

type Outcome =
  | { readonly kind: 'copied'; readonly micros: number }
  | { readonly kind: 'refused'; readonly link: string }

/** Copies a link to exactly what is shown; where the clipboard refuses, it shows the link to be copied by hand. */
export function CopyLink() {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const field = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (outcome?.kind === 'refused') input.current?.select()
    if (outcome?.kind !== 'copied') return
    const timer = window.setTimeout(() => setOutcome(null), CONFIRMED_MS)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async () => {
    const link = currentLink()
    const { micros } = playheadStore.getState()
    try {
      await navigator.clipboard.writeText(link)
      setOutcome({ kind: 'copied', micros })
    } catch {
      setOutcome({ kind: 'refused', link })
    }
  }
  const Icon = outcome?.kind === 'copied' ? Check : Link2
  return (
    <span className="copy-link">
      <button type="button" className="button button-primary" onClick={copy}>
        <Icon size={15} aria-hidden="true" />
        Copy link
      </button>
      <span className="copy-link-said" role="status">
        {outcome?.kind === 'copied' && (
          <span className="copy-link-bubble">Copied. It opens this moment, {formatMoment(outcome.micros)}.</span>
        )}
      </span>
      {outcome?.kind === 'refused' && (
        <span className="copy-link-bubble copy-link-by-hand">
          <label htmlFor={field}>The browser keeps its clipboard closed. Copy the link from here:</label>
          <input
            id={field}
            ref={input}
            className="field"
            readOnly
            value={outcome.link}
            onFocus={(event) => event.target.select()}
            onKeyDown={(event) => event.key === 'Escape' && setOutcome(null)}
          />
          <button type="button" className="button" onClick={() => setOutcome(null)}>
            Done
          </button>
        </span>
      )}
    </span>
  )
}
