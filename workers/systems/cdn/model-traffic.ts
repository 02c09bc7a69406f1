import type { RandomStream } from '../../kernel/random'
import { Zipf } from '../../kernel/zipf'
import type { Request } from '../../network/message'
import type { City } from './model-places'

export interface TrafficOptions {
  readonly objects: number
  /** Exponent of Zipf's law. */
  readonly exponent: number
  /** Percent of requests that ask for a page that does not exist. */
  readonly missingPercent: number
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

  constructor(
    private readonly city: City,
    private readonly options: TrafficOptions,
    private readonly lots: RandomStream,
  ) {
    this.zipf = new Zipf(options.objects, options.exponent)
  }

  next(): Request {
    const rank = this.zipf.rank(this.lots) + 1
    const isMissing = this.lots.integer(100) < this.options.missingPercent
    const page = this.lots.integer(MISSING_PAGES) + 1
    return this.ask(isMissing ? `/p/0${page}` : `/p/${rank}`)
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
