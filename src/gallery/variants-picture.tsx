import type { SystemCard } from './system-card'

const MOST = 6

/** The variants of a system as ways between two places; the guide's own way is dashed. */
export function VariantsPicture({ meta }: { meta: SystemCard }) {
  const ways = meta.variants.slice(0, MOST)
  const top = 95 - ((ways.length - 1) * 24) / 2
  return (
    <svg viewBox="0 0 324 190" aria-hidden="true" className="picture">
      {ways.map((variant, index) => {
        const y = top + index * 24
        return (
          <path
            key={variant.id}
            className={variant.asInGuide ? 'picture-way picture-way-guide' : 'picture-way'}
            d={`M62 95C100 95 104 ${y} 136 ${y}H188C220 ${y} 224 95 262 95`}
          />
        )
      })}
      <circle className="picture-box" cx={50} cy={95} r={13} />
      <circle className="picture-box picture-box-accent" cx={274} cy={95} r={13} />
    </svg>
  )
}
