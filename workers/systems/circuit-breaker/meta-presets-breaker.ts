import type { Preset } from '../system'

/** Moments about what a breaker counts and what it lets through. */
const SECOND = 1_000_000

const FAIL_AND_RECOVER = [
  { at: 2 * SECOND, kind: 'act', action: 'fail', target: 'service' },
  { at: 5 * SECOND, kind: 'act', action: 'recover', target: 'service' },
] as const

/** The service fails, so the breaker opens; then it is well but slow, so answers of probes take half a second. */
const SLOW_AFTER_FAILING = [
  { at: 1 * SECOND, kind: 'act', action: 'fail', target: 'service' },
  { at: 1.5 * SECOND, kind: 'act', action: 'recover', target: 'service' },
  { at: 1.5 * SECOND, kind: 'slow', node: 'service', factor: 25 },
] as const

/** Calls that are sent between 2 s and 2.2 s come back well a second later, after the breaker has opened. */
const LATE_ANSWERS = [
  { at: 2 * SECOND, kind: 'slow', node: 'service', factor: 50 },
  { at: 2.2 * SECOND, kind: 'act', action: 'fail', target: 'service' },
] as const

export const breakerPresets: readonly Preset[] = [
  {
    id: 'trips',
    title: 'A window trips, probes and closes',
    topic: 'Open and close',
    variant: 'window',
    script: FAIL_AND_RECOVER,
    openAt: 2_196_567,
    watch:
      'From 2 s on the service fails. Half of the last calls failed: the breaker opens and refuses calls itself. Three probes fail, later three succeed.',
    claims: ['opens-at-the-limit', 'probes-only', 'closes-after-recovery'],
  },
  {
    id: 'no-breaker',
    title: 'The same without a breaker',
    variant: 'none',
    script: FAIL_AND_RECOVER,
    openAt: 3 * SECOND,
    watch: 'Every call goes out, though for three seconds none of them can succeed.',
    claims: ['all-calls-go-out'],
  },
  {
    id: 'herd-guide',
    title: 'Half-open lets the herd through',
    variant: 'guide',
    values: { rps: 200, own: 0, workers: 16, queue: 400 },
    script: SLOW_AFTER_FAILING,
    horizonMicros: 5 * SECOND,
    openAt: 3_563_934,
    watch:
      'After two seconds the guide’s breaker is half-open and holds nobody back: until the first answer every call is a probe, and they fall on a service that is barely up.',
    claims: ['herd'],
  },
  {
    id: 'herd-permits',
    title: 'Half-open with three permits',
    variant: 'consecutive',
    values: { rps: 200, own: 0, workers: 16, queue: 400, 'call-timeout': 2 * SECOND },
    script: SLOW_AFTER_FAILING,
    horizonMicros: 5 * SECOND,
    openAt: 3_401_169,
    watch: 'The same moment. Three calls go out as probes, all others are refused until they are back.',
    claims: ['few-probes'],
  },
  {
    id: 'four-of-five-guide',
    title: 'Four of five fail, and it stays closed',
    topic: 'When it trips',
    variant: 'guide',
    values: { own: 0 },
    script: [{ at: 1 * SECOND, kind: 'act', action: 'fail-four-of-five', target: 'service' }],
    openAt: 6 * SECOND,
    watch: 'Every fifth call succeeds and clears the count. Four in a row are never five.',
    claims: ['never-opens', 'most-fail'],
  },
  {
    id: 'four-of-five-window',
    title: 'Four of five fail, and a window sees it',
    variant: 'window',
    values: { own: 0 },
    script: [{ at: 1 * SECOND, kind: 'act', action: 'fail-four-of-five', target: 'service' }],
    openAt: 1_244_272,
    watch: 'The same failures. A share of calls is counted, not a run, so the order does not matter.',
    claims: ['opens-soon'],
  },
  {
    id: 'late-success-guide',
    title: 'A late success closes an open breaker',
    variant: 'guide',
    values: { own: 0, open: 5 * SECOND },
    script: LATE_ANSWERS,
    horizonMicros: 6 * SECOND,
    openAt: 3_006_260,
    watch:
      'Slow calls from before the failures come back well after the breaker has opened. Each closes it, and the next calls run into the failing service.',
    claims: ['closed-by-late'],
  },
  {
    id: 'late-success-ignored',
    title: 'A late success changes nothing',
    variant: 'consecutive',
    values: { own: 0, open: 5 * SECOND, 'call-timeout': 2 * SECOND },
    script: LATE_ANSWERS,
    horizonMicros: 9 * SECOND,
    openAt: 3_006_260,
    watch:
      'A result counts only for the state in which its call went out. The breaker stays open to the end of its time.',
    claims: ['late-ignored'],
  },
  {
    id: 'flapping',
    title: 'A breaker that flaps',
    variant: 'consecutive',
    values: { failures: 3, permits: 1, open: 300_000, own: 0 },
    script: [{ at: 1 * SECOND, kind: 'act', action: 'fail-some', target: 'service' }],
    openAt: 2_895_785,
    watch:
      'Three calls of ten fail. Three in a row come often by chance, and one good probe closes it: it opens and closes all the time and refuses calls that would succeed.',
    claims: ['flaps'],
  },
  {
    id: 'flapping-window',
    title: 'The same with a window',
    variant: 'window',
    values: { window: 40, minimum: 40, 'failure-rate': 60, own: 0 },
    script: [{ at: 1 * SECOND, kind: 'act', action: 'fail-some', target: 'service' }],
    openAt: 4 * SECOND,
    watch: 'Three of ten are below six of ten, whatever the order: it stays closed, and seven of ten calls succeed.',
    claims: ['never-opens', 'most-succeed'],
  },
  {
    id: 'opossum-diluted',
    title: 'Refused calls dilute the rate',
    variant: 'opossum',
    values: { own: 0 },
    script: [
      { at: 2 * SECOND, kind: 'act', action: 'fail', target: 'service' },
      { at: 6 * SECOND, kind: 'act', action: 'recover', target: 'service' },
      { at: 7 * SECOND, kind: 'act', action: 'fail', target: 'service' },
    ],
    openAt: 9_947_975,
    watch:
      'Calls that the open breaker refused count in its window as calls that did not fail. When the service fails a second time, it takes many failures until their share is above the limit.',
    claims: ['diluted'],
  },
  {
    id: 'hangs-guide',
    title: 'A timer that nobody hears',
    topic: 'What is a failure',
    variant: 'guide',
    values: { own: 0, rps: 20, 'call-timeout': 5 * SECOND },
    script: [{ at: 1 * SECOND, kind: 'cut', link: ['gateway', 'service'] }],
    openAt: 5_984_603,
    watch:
      'The service does not answer. The guide’s timer throws in its own callback, so the call never ends, nothing is counted, and the breaker stays closed while every client fails and threads run out.',
    claims: ['nothing-counted'],
  },
  {
    id: 'hangs-counted',
    title: 'A timeout is a failure',
    variant: 'consecutive',
    values: { own: 0, rps: 20 },
    script: [{ at: 1 * SECOND, kind: 'cut', link: ['gateway', 'service'] }],
    openAt: 1_607_513,
    watch: 'The same silence. A call ends with its timeout and counts as a failure: five of them open the breaker.',
    claims: ['timeouts-open'],
  },
  {
    id: 'not-found-guide',
    title: 'Wrong questions open the guide’s breaker',
    variant: 'guide',
    values: { own: 0 },
    script: [{ at: 1 * SECOND, kind: 'act', action: 'not-found', target: 'service' }],
    openAt: 1_092_138,
    watch: 'The service is well and answers 404. The guide counts it as a failure of the service and stops calling it.',
    claims: ['opens-on-404'],
  },
  {
    id: 'not-found-window',
    title: 'A 404 is an answer',
    variant: 'window',
    values: { own: 0 },
    script: [{ at: 1 * SECOND, kind: 'act', action: 'not-found', target: 'service' }],
    openAt: 2 * SECOND,
    watch: 'The same answers. They blame the caller, so they are no failures of the service.',
    claims: ['never-opens'],
  },
]
