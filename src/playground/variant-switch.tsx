import { useLayoutEffect, useRef, useState } from 'react'
import { useRun } from '../run/run-store'

/** The variants side by side where they fit, and a list where they do not. */
export function VariantSwitch() {
  const variants = useRun((run) => run.meta.variants)
  const chosen = useRun((run) => run.scenario.variant)
  const setVariant = useRun((run) => run.setVariant)
  const { room, fits } = useFits()
  return (
    <div className="variants" ref={room}>
      {fits ? (
        <fieldset className="segments">
          <legend className="spoken">Variant</legend>
          {variants.map(({ id, label, help }) => (
            <label key={id} title={help}>
              <input type="radio" name="variant" checked={id === chosen} onChange={() => setVariant(id)} />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
      ) : (
        <VariantSelect />
      )}
    </div>
  )
}

/** The variants as a list. */
export function VariantSelect() {
  const variants = useRun((run) => run.meta.variants)
  const chosen = useRun((run) => run.scenario.variant)
  const setVariant = useRun((run) => run.setVariant)
  return (
    <select className="field" aria-label="Variant" value={chosen} onChange={(event) => setVariant(event.target.value)}>
      {variants.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  )
}

/** Measures the segments once they are drawn; they come back when there is room for the width that they had. */
function useFits() {
  const room = useRef<HTMLDivElement>(null)
  const wanted = useRef(0)
  const [fits, setFits] = useState(true)
  useLayoutEffect(() => {
    const element = room.current
    if (element === null) return
    const measure = () => {
      const segments = element.querySelector<HTMLElement>('.segments')
      if (segments !== null) wanted.current = segments.scrollWidth
      setFits(wanted.current <= element.clientWidth)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { room, fits }
}
