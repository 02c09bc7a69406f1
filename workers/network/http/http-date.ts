import { MICROS_PER_SECOND, type Micros } from '../../kernel/time'

/** Simulated time begins on Wednesday, 1 January 2025, at midnight: seconds since 1970. */
export const EPOCH_SECONDS = 1_735_689_600

const DAY_SECONDS = 86_400
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const LONG_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const MONTH = `(${MONTHS.join('|')})`
const CLOCK = '([0-9]{2}):([0-9]{2}):([0-9]{2})'
const IMF = new RegExp(`^(?:${DAYS.join('|')}), ([0-9]{2}) ${MONTH} ([0-9]{4}) ${CLOCK} GMT$`)
const RFC_850 = new RegExp(`^(?:${LONG_DAYS.join('|')}), ([0-9]{2})-${MONTH}-([0-9]{2}) ${CLOCK} GMT$`)
const ASCTIME = new RegExp(`^(?:${DAYS.join('|')}) ${MONTH} ([ 0-9][0-9]) ${CLOCK} ([0-9]{4})$`)

/**
 * A simulated moment as IMF-fixdate (RFC 9110 §5.6.7), whole seconds, cut: `Wed, 01 Jan 2025 00:00:12 GMT`.
 * Exact while microseconds are, up to the year 2310.
 * @throws RangeError when it lies outside the years 1 to 9999.
 */
export function httpDate(moment: Micros): string {
  const seconds = Math.floor(moment / MICROS_PER_SECOND) + EPOCH_SECONDS
  const day = Math.floor(seconds / DAY_SECONDS)
  const { year, month, date } = civil(day)
  if (!(year >= 1 && year <= 9_999)) throw new RangeError(`An HTTP date has a year from 1 to 9999, not ${year}.`)
  const rest = seconds - day * DAY_SECONDS
  const clock = [Math.floor(rest / 3_600), Math.floor(rest / 60) % 60, rest % 60].map(twoDigits).join(':')
  const weekday = DAYS[(((day + 4) % 7) + 7) % 7]
  return `${weekday}, ${twoDigits(date)} ${MONTHS[month - 1]} ${String(year).padStart(4, '0')} ${clock} GMT`
}

/** A simulated moment as ECMAScript's `toISOString` writes it: `2025-01-01T00:00:12.345Z`. */
export function isoDate(moment: Micros): string {
  const seconds = Math.floor(moment / MICROS_PER_SECOND) + EPOCH_SECONDS
  const { year, month, date } = civil(Math.floor(seconds / DAY_SECONDS))
  const rest = seconds - Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS
  const clock = [Math.floor(rest / 3_600), Math.floor(rest / 60) % 60, rest % 60].map(twoDigits).join(':')
  const part = Math.floor((moment - Math.floor(moment / MICROS_PER_SECOND) * MICROS_PER_SECOND) / 1_000)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(date)}T${clock}.${String(part).padStart(3, '0')}Z`
}

/**
 * Reads the three forms that a recipient must accept (§5.6.7); null for anything else, such as `0`. The two digits of
 * an RFC 850 year that would lie more than 50 years ahead of `now` are a year of the past. The weekday is not checked.
 */
export function parseHttpDate(text: string, now: Micros): Micros | null {
  const imf = IMF.exec(text)
  if (imf !== null) return momentOf(imf[3], imf[2], imf[1], imf.slice(4, 7))
  const asctime = ASCTIME.exec(text)
  if (asctime !== null) return momentOf(asctime[6], asctime[1], asctime[2], asctime.slice(3, 6))
  const old = RFC_850.exec(text)
  return old === null ? null : momentOf(fullYear(Number(old[3]), now), old[2], old[1], old.slice(4, 7))
}

function momentOf(
  year: string | number | undefined,
  monthName: string | undefined,
  date: string | undefined,
  clock: readonly string[],
): Micros | null {
  const [hour = 0, minute = 0, second = 0] = clock.map(Number)
  const month = MONTHS.indexOf(monthName as string) + 1
  const wanted = { year: Number(year), month, date: Number(date) }
  // 60 is a leap second, which simulated time does not have: it is the second after 59.
  if (wanted.date < 1 || wanted.date > daysIn(wanted.year, month) || hour > 23 || minute > 59 || second > 60)
    return null
  const seconds = daysSince1970(wanted) * DAY_SECONDS + hour * 3_600 + minute * 60 + second
  return (seconds - EPOCH_SECONDS) * MICROS_PER_SECOND
}

function fullYear(lastDigits: number, now: Micros): number {
  const present = civil(Math.floor((now / MICROS_PER_SECOND + EPOCH_SECONDS) / DAY_SECONDS)).year
  const year = present - (present % 100) + lastDigits
  return year > present + 50 ? year - 100 : year
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (MONTH_LENGTHS[month - 1] as number)
}

interface CivilDay {
  readonly year: number
  readonly month: number
  readonly date: number
}

/** Days since 1 January 1970 in the Gregorian calendar. Years begin in March, so that the leap day is the last one. */
function daysSince1970({ year, month, date }: CivilDay): number {
  const marchYear = month > 2 ? year : year - 1
  const monthFromMarch = (month + 9) % 12
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  return marchYear * 365 + leapDays + Math.floor((153 * monthFromMarch + 2) / 5) + date - 1 - 719_468
}

function civil(day: number): CivilDay {
  const fromMarchOfYear0 = day + 719_468
  const era = Math.floor(fromMarchOfYear0 / 146_097)
  const dayOfEra = fromMarchOfYear0 - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
