import type { GlyphProps } from './glyph-kind'

export default function SeriesDrawing({ width }: GlyphProps<'series'>) {
  return <text x={width / 2} y={20} />
}
