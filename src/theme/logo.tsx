/** A sand table seen from above: a frame with two contour lines. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden>
      <rect x="1.5" y="3.5" width="19" height="15" rx="3" />
      <path d="M4 14.2c2.8-4.2 5 .9 8-1.9s3-5 6-4.1M4 10.2c2.4-1.9 4 .5 6-1.4s2.6-3 5-2.5" strokeLinecap="round" />
    </svg>
  )
}
