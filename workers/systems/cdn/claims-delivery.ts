import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { gaugeBefore } from '../../trace/marks'
import { requestCounts } from '../../trace/measure'
import type { Claims } from '../system'
import { answersOf, hitShare, medianOf, medianTook, requestsTo } from './claims-measures'
import { CLASSES, classOf } from './model-edge-picture'
import { PART_BYTES } from './model-origin'
import { EDGES, FILM, LAUNCH } from './model-places'

/** Stampedes, hit ratios, Vary and what does not exist. */
export const deliveryClaims: Claims = {
  'hits-are-near': {
    sentence: 'Half of all hits take less than a third of what half of all others take.',
    measure(trace) {
      const answers = answersOf(trace).filter(({ status }) => status === 200)
      const [hit, other] = [true, false].map((isHit) => medianTook(answers.filter((answer) => answer.isHit === isHit)))
      return {
        holds: (hit ?? 0) * 3 < (other ?? 0),
        measured: `median ${formatDuration(hit ?? 0)} against ${formatDuration(other ?? 0)}`,
      }
    },
  },
  'origin-is-spared': {
    sentence: 'Fewer than one request in five reaches the origin, and each object at most once.',
    measure(trace) {
      const { offered } = requestCounts(trace)
      const asked = requestsTo(trace, 'origin')
      const most = Math.max(...countBy(asked.map(({ target }) => target)).values())
      return {
        holds: asked.length * 5 < offered && most === 1,
        measured: `${asked.length} of ${offered} requests; at most ${most} for one object`,
      }
    },
  },
  'all-go-through': {
    sentence: 'Every one of the people who ask for the new page sends a request to the origin.',
    measure(trace, values) {
      const [asked, all] = [launchesAt(trace), 3 * values.number('burst')]
      return { holds: asked === all, measured: `${asked} requests of ${all}` }
    },
  },
  'launch-fails': {
    sentence: 'More than half of them are refused, because the queue of the origin is full.',
    measure(trace, values) {
      const failed = launched(trace).filter(({ status }) => status === 503).length
      const all = 3 * values.number('burst')
      return { holds: failed * 2 > all, measured: `${failed} of ${all}` }
    },
  },
  'one-an-edge': {
    sentence: 'Each edge asks the origin exactly once for the new page.',
    measure(trace) {
      const from = requestsTo(trace, 'origin').filter(({ target }) => target === LAUNCH)
      const counts = EDGES.map((edge) => from.filter((request) => request.from === edge).length)
      return { holds: counts.every((count) => count === 1), measured: counts.join(', ') }
    },
  },
  'one-in-all': {
    sentence: 'The origin is asked for the new page exactly once.',
    measure(trace) {
      const asked = launchesAt(trace)
      return { holds: asked === 1, measured: `${asked} requests` }
    },
  },
  'one-parent-each': {
    sentence: 'No object is asked for by both parents, and both are used.',
    measure(trace) {
      const asked = requestsTo(trace, 'origin')
      const objects = [...new Set(asked.map(({ target }) => target))]
      const both = objects.filter(
        (object) => new Set(asked.filter(({ target }) => target === object).map(({ from }) => from)).size > 1,
      )
      const parents = new Set(asked.map(({ from }) => from)).size
      return {
        holds: both.length === 0 && parents === 2,
        measured: `${objects.length} objects, ${both.length} by both`,
      }
    },
  },
  'launch-succeeds': {
    sentence: 'Everybody who asks for the new page gets it.',
    measure(trace, values) {
      const served = launched(trace).filter(({ status }) => status === 200).length
      const all = 3 * values.number('burst')
      return { holds: served === all, measured: `${served} of ${all}` }
    },
  },
  'head-over-tail': {
    sentence:
      'The more popular its class, the more often an object is hit; the head at least 25 points above the tail.',
    measure(trace) {
      const [head = 0, middle = 0, tail = 0] = CLASSES.map(({ key }) => classRatio(trace, key))
      return {
        holds: head > middle && middle > tail && head >= tail + 0.25,
        measured: `head ${percent(head)}, middle ${percent(middle)}, tail ${percent(tail)}`,
      }
    },
  },
  'tail-is-evicted': {
    sentence: 'At every edge objects are thrown out for want of room, and more often of the tail than of all others.',
    measure(trace, values) {
      const victims = new Map<string, number>(CLASSES.map(({ key }) => [key, 0]))
      const edges = new Set<number>()
      for (let index = 0; index < trace.markCount; index++) {
        if (trace.markNameOf(index) !== 'http-cache/evicted') continue
        const key = classOf(String(trace.mark(index).details.victim), values.number('objects')) ?? ''
        victims.set(key, (victims.get(key) ?? 0) + 1)
        edges.add(trace.markNodeOf(index))
      }
      const [head = 0, middle = 0, tail = 0] = victims.values()
      return {
        holds: edges.size === EDGES.length && tail > head + middle,
        measured: `head ${head}, middle ${middle}, tail ${tail}`,
      }
    },
  },
  'vary-explodes': {
    sentence: 'Most requests find the object, but no copy for their browser; fewer than a third are hits.',
    measure(trace) {
      const answers = answersOf(trace)
      const share = hitShare(answers)
      const misses = answers.filter(({ isHit }) => !isHit)
      const varied = misses.filter(({ cacheStatus }) => cacheStatus.includes('fwd=vary-miss')).length / misses.length
      return {
        holds: share < 1 / 3 && varied > 0.5,
        measured: `${percent(share)} hits; ${percent(varied)} of the others for want of a variant`,
      }
    },
  },
  'vary-is-bearable': {
    sentence: 'With four variants more than two thirds of all requests are hits.',
    measure(trace) {
      const share = hitShare(answersOf(trace))
      return { holds: share > 2 / 3, measured: percent(share) }
    },
  },
  'wrong-language': {
    sentence: 'More than one answer in six is in a language that was not asked for.',
    measure(trace) {
      const counts = wrongLanguages(trace)
      return { holds: counts.wrong * 6 > counts.all, measured: `${counts.wrong} of ${counts.all}` }
    },
  },
  'each-in-vain': {
    sentence: 'At least nine in ten requests for pages that do not exist reach the origin.',
    measure(trace) {
      const { asked, atOrigin } = inVain(trace)
      return { holds: asked > 50 && atOrigin >= 0.9 * asked, measured: `${atOrigin} for ${asked}` }
    },
  },
  'nothing-is-kept': {
    sentence:
      'Each edge asks once for each page that does not exist, though there are more than ten times as many requests.',
    measure(trace) {
      const { asked, atOrigin } = inVain(trace)
      return { holds: atOrigin <= 15 && asked > 10 * atOrigin, measured: `${atOrigin} of ${asked}` }
    },
  },
  'parts-go-through': {
    sentence: 'Nine in ten requests for a part reach the origin.',
    measure(trace) {
      const asked = filmAnswers(trace).length
      const atOrigin = requestsTo(trace, 'origin').filter(({ target }) => target === FILM).length
      return { holds: asked > 50 && atOrigin >= 0.9 * asked, measured: `${atOrigin} for ${asked}` }
    },
  },
  'film-once': {
    sentence: 'The origin is asked for the film once, and each edge asks the shield once.',
    measure(trace) {
      const [atOrigin, atShield] = ['origin', 'shield'].map(
        (name) => requestsTo(trace, name).filter(({ target }) => target === FILM).length,
      )
      return { holds: atOrigin === 1 && atShield === EDGES.length, measured: `${atOrigin} and ${atShield} requests` }
    },
  },
  'parts-are-cut': {
    sentence: 'Every answer is 206 and has the size of its part, and four in five are cut from what the edge keeps.',
    measure(trace) {
      const answers = filmAnswers(trace)
      const cut = answers.filter(
        ({ status, bytes }) => status === 206 && bytes > PART_BYTES && bytes < 1.01 * PART_BYTES,
      )
      const [all, hits] = [answers.length, answers.filter(({ isHit }) => isHit).length]
      const holds = all > 50 && cut.length === all && hits * 5 >= all * 4
      return { holds, measured: `${cut.length} of ${all}; ${hits} from memory` }
    },
  },
  'first-waits': {
    sentence: 'Who comes first waits more than 800 ms, and half of all less than 150 ms.',
    measure(trace) {
      const times = filmAnswers(trace)
        .map(({ tookMicros }) => tookMicros)
        .filter(Number.isFinite)
      const [longest, median] = [Math.max(...times), medianOf(times)]
      return {
        holds: longest > 800_000 && median < 150_000,
        measured: `at most ${formatDuration(longest)}, median ${formatDuration(median)}`,
      }
    },
  },
}

type Measured = Parameters<Claims[string]['measure']>[0]

function launchesAt(trace: Measured): number {
  return requestsTo(trace, 'origin').filter(({ target }) => target === LAUNCH).length
}

function filmAnswers(trace: Measured) {
  return answersOf(trace).filter(({ target }) => target === FILM)
}

function launched(trace: Measured) {
  return answersOf(trace).filter(({ target }) => target === LAUNCH)
}

/** Hits of a class at all edges. */
export function classRatio(trace: Measured, key: string): number {
  const sum = (what: string) => EDGES.reduce((total, edge) => total + gaugeBefore(trace, edge, `${what}:${key}`), 0)
  return sum('hits') / sum('asked')
}

function inVain(trace: Measured): { asked: number; atOrigin: number } {
  const isVain = ({ target }: { readonly target: string }): boolean => target.startsWith('/p/0')
  const answers = answersOf(trace).filter(isVain)
  return { asked: answers.length, atOrigin: requestsTo(trace, 'origin').filter(isVain).length }
}

function wrongLanguages(trace: Measured): { wrong: number; all: number } {
  let [wrong, all] = [0, 0]
  const wanted = new Map<number, string>()
  for (let index = 0; index < trace.hopCount; index++) {
    const hop = trace.hop(index)
    const language = hop.headers.find((line) => line.startsWith('Accept-Language: '))
    if (language !== undefined) wanted.set(hop.request, language.slice('Accept-Language: '.length))
    const tag = hop.headers.find((line) => line.startsWith('ETag: '))
    if (tag === undefined || trace.topology.nodes[hop.to]?.kind !== 'users') continue
    all++
    if (!tag.endsWith(`-${wanted.get(hop.request)}"`)) wrong++
  }
  return { wrong, all }
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
