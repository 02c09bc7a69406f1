import { count } from '../integer64'
import { Refusal, syntaxError } from '../refusal'
import { NODE_ENTRIES, type Trim } from '../stream'
import { FIRST_ID, GREATEST_PART, LAST_ID, parseId, parseNewId, type StreamId } from '../stream-id'

const twice = new Refusal('ERR syntax error, MAXLEN and MINID options at the same time are not compatible')

export interface AddArguments {
  readonly trim: Trim | null
  readonly createsStream: boolean
  /** Null for XTRIM and for `*`. */
  readonly id: ReturnType<typeof parseNewId>
  /** Where the options end: the place of the id for XADD. */
  readonly at: number
}

/** The options of XADD up to its id, or of XTRIM. */
export function addArguments(argv: readonly string[], isAdd: boolean): AddArguments {
  let trim: { by: 'length' | 'id'; length: number; id: StreamId; isApproximate: boolean } | null = null
  let limit: number | null = null
  let createsStream = true
  let id: AddArguments['id'] = null
  let at = 2
  for (; at < argv.length; at++) {
    const option = (argv[at] as string).toLowerCase()
    const more = argv.length - 1 - at
    if (isAdd && option === '*') break
    if ((option === 'maxlen' || option === 'minid') && more > 0) {
      if (trim !== null) throw twice
      const sign = argv[at + 1]
      const hasSign = more >= 2 && (sign === '~' || sign === '=')
      at += hasSign ? 2 : 1
      trim = { ...threshold(option, argv[at] as string), isApproximate: hasSign && sign === '~' }
    } else if (option === 'limit' && more > 0) {
      limit = count(argv[++at] as string)
      if (limit < 0) throw new Refusal('ERR The LIMIT argument must be >= 0.')
    } else if (isAdd && option === 'nomkstream') createsStream = false
    else if (isAdd) {
      id = parseNewId(argv[at] as string)
      break
    } else throw syntaxError
  }
  return { trim: checkedTrim(trim, limit, isAdd), createsStream, id, at }
}

function threshold(option: string, text: string): Pick<Trim, 'by' | 'length' | 'id'> {
  if (option === 'minid') return { by: 'id', length: 0, id: parseId(text, 0n) }
  const length = count(text)
  if (length < 0) throw new Refusal('ERR The MAXLEN argument must be >= 0.')
  return { by: 'length', length, id: FIRST_ID }
}

function checkedTrim(trim: Omit<Trim, 'limit'> | null, limit: number | null, isAdd: boolean): Trim | null {
  if (trim === null) {
    if (limit !== null && limit !== 0) {
      throw new Refusal('ERR syntax error, LIMIT cannot be used without specifying a trimming strategy')
    }
    if (!isAdd) throw new Refusal('ERR syntax error, XTRIM must be called with a trimming strategy')
    if (limit !== null) throw limitNeedsTilde
    return null
  }
  if (limit !== null && !trim.isApproximate) throw limitNeedsTilde
  // Without a limit approximate trimming stops after a hundred nodes.
  return { ...trim, limit: limit ?? (trim.isApproximate ? 100 * NODE_ENTRIES : 0) }
}

const limitNeedsTilde = new Refusal('ERR syntax error, LIMIT cannot be used without the special ~ option')

export interface IdRange {
  readonly first: StreamId
  readonly last: StreamId
}

/** Both ends of an interval: `-`, `+`, an id, or `(` and an id that is left out. */
export function idRange(start: string, end: string): IdRange {
  return { first: firstOf(start), last: lastOf(end) }
}

export function firstOf(text: string): StreamId {
  const isExclusive = text.length > 1 && text.startsWith('(')
  const id = parseId(isExclusive ? text.slice(1) : text, 0n, isExclusive)
  if (isExclusive && id === LAST_ID) throw new Refusal('ERR invalid start ID for the interval')
  return isExclusive ? id + 1n : id
}

function lastOf(text: string): StreamId {
  const isExclusive = text.length > 1 && text.startsWith('(')
  const id = parseId(isExclusive ? text.slice(1) : text, GREATEST_PART, isExclusive)
  if (isExclusive && id === FIRST_ID) throw new Refusal('ERR invalid end ID for the interval')
  return isExclusive ? id - 1n : id
}
