import type { RandomStream } from '../../kernel/random'
import { Zipf } from '../../kernel/zipf'
import type { Request } from '../../network/message'
import { FILM_PARTS, PART_BYTES } from './model-origin'
import { type City, FILM } from './model-places'

export interface TrafficOptions {
  readonly objects: number
  /** Exponent of Zipf's law. */
  readonly exponent: number
  /** Percent of requests that ask for a page that does not exist. */
  readonly missingPercent: number
  /** Percent of requests that ask for a part of the film. */
  readonly filmPercent: number
}

const LANGUAGES = ['en', 'es', 'tr', 'ja'] as const
/** The language that most people of a city ask for. */
const OWN_LANGUAGE: Readonly<Record<City, string>> = { mexico: 'es', istanbul: 'tr', tokyo: 'ja' }
const OWN_PERCENT = 70
const BROWSERS = 60
/** Pages that do not exist and are asked for again and again. */
const MISSING_PAGES = 5

/** What people of one city ask for. Every request draws the same lots, whatever they are used for. */
export class Traffic {
  private readonly zipf: Zipf
  /** The beginning is seen more often than the end. */
  private readonly parts = new Zipf(FILM_PARTS, 0.8)

  constructor(
    private readonly city: City,
    private readonly options: TrafficOptions,
    private readonly lots: RandomStream,
    private readonly filmLots: RandomStream,
  ) {
    this.zipf = new Zipf(options.objects, options.exponent)
  }

  next(): Request {
    const rank = this.zipf.rank(this.lots) + 1
    const isMissing = this.lots.integer(100) < this.options.missingPercent
    const page = this.lots.integer(MISSING_PAGES) + 1
    if (this.filmLots.integer(100) < this.options.filmPercent) return this.askPart(this.parts.rank(this.filmLots))
    return this.ask(isMissing ? `/p/0${page}` : `/p/${rank}`)
  }

  private askPart(part: number): Request {
    const first = part * PART_BYTES
    const request = this.ask(FILM)
    return { ...request, headers: { ...request.headers, Range: `bytes=${first}-${first + PART_BYTES - 1}` } }
  }

  /** A request for a certain target. */
  ask(target: string): Request {
    const isOwn = this.lots.integer(100) < OWN_PERCENT
    const other = LANGUAGES[this.lots.integer(LANGUAGES.length)] as string
    const browser = this.lots.integer(BROWSERS) + 1
    return {
      label: `GET ${target}`,
      headers: {
        'Accept-Language': isOwn ? OWN_LANGUAGE[this.city] : other,
        'User-Agent': `browser-${browser}`,
      },
    }
  }
}
