import { useEffect, useMemo, useRef, useState } from 'react'
import { formatMoment } from '../../../workers/kernel/time'
import type { SystemCode } from '../../../workers/systems/source-passage'
import type { Trace } from '../../../workers/trace/trace'
import { playheadStore } from '../../playback/playhead-store'
import { useReadablePlayhead } from '../../playback/use-readable-playhead'
import { useRun } from '../../run/run-store'
import { readingLines } from '../reading-text'
import { type CodeStep, CodeSteps } from './code-steps'
import { SourceView } from './source-view'
import { useCode, useSource } from './use-sources'
import './code-panel.css'

/** While playing, the lines that are lit stay this long, so that they can be read. */
const SEEN_MS = 250

/** Details that are for the glyph: what it draws stands in the picture. */
const DRAWN = new Set(['kind', 'step', 'span', 'since', 'rows', 'row', 'where', 'out'])

/** The algorithm's own source as it runs: the lines of the last step lit, with its values beside them. */
export function CodePanel() {
  const trace = useRun((run) => run.trace)
  const code = useCode(useRun((run) => run.meta.id))
  if (trace === null || code === null) return <p className="panel-section panel-help">Loading…</p>
  if (code.length === 0)
    return <p className="panel-section panel-empty">No source is named for the steps of this system yet.</p>
  return <Stepper trace={trace} code={code} />
}

function Stepper({ trace, code }: { trace: Trace; code: SystemCode }) {
  const variant = useRun((run) => run.scenario.variant)
  useRun((run) => run.growth)
  const steps = useMemo(() => new CodeSteps(code, trace, variant), [code, trace, variant])
  const { count, marks } = useReadablePlayhead(SEEN_MS)
  const step = steps.before(marks)
  const source = useSource(step?.passage.file ?? null)
  const [isWhole, showWhole] = useState(false)
  const isHere = step !== null && step.mark === marks - 1 && trace.markEventOf(step.mark) === count - 1
  const go = (target: CodeStep | null) => {
    if (target === null) return
    playheadStore.getState().pause()
    playheadStore.getState().seekMark(target.mark)
  }
  const moves = {
    back: () => go(isHere ? steps.before(step.mark) : step),
    into: () => go(steps.from(marks)),
    over: () => go(step === null ? steps.from(marks) : steps.over(step)),
  }
  useStepKeys(moves)
  return (
    <>
      <div className="code-steps">
        <StepButton label="Back" keys="B" onPress={moves.back} />
        <StepButton label="Step into" keys="I" onPress={moves.into} />
        <StepButton label="Step over" keys="O" onPress={moves.over} />
      </div>
      {step === null ? (
        <p className="panel-section panel-empty">
          Nothing has run yet whose source is shown here. “Step into” goes to the first that does.
        </p>
      ) : (
        <>
          <StepTold trace={trace} step={step} />
          <section className="code-source" aria-label="Source">
            <p className="code-file">
              <span>{step.passage.file}</span>
              <button type="button" className="button" aria-pressed={isWhole} onClick={() => showWhole(!isWhole)}>
                Whole file
              </button>
            </p>
            {source !== null && (
              <SourceView file={step.passage.file} source={source} anchor={step.anchor} isWhole={isWhole} />
            )}
          </section>
        </>
      )}
    </>
  )
}

function StepButton({ label, keys, onPress }: { label: string; keys: string; onPress(): void }) {
  return (
    <button type="button" className="button" aria-keyshortcuts={keys} title={`${label} (${keys})`} onClick={onPress}>
      {label}
    </button>
  )
}

/** B, I and O step through the code wherever the focus is, while its panel is open; never while a field is filled in. */
function useStepKeys(moves: { back(): void; into(): void; over(): void }): void {
  const latest = useRef(moves)
  latest.current = moves
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest(NOT_FOR_STEPS) !== null) return
      const move = { b: 'back', i: 'into', o: 'over' }[event.key.toLowerCase()] as keyof typeof moves | undefined
      if (move === undefined) return
      latest.current[move]()
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** Where letters are typed, or choose. */
const NOT_FOR_STEPS = 'input:not([type=radio]), select, textarea, dialog, [role="menu"], [role="tree"]'

/** What the step did, in words and in values. */
function StepTold({ trace, step }: { trace: Trace; step: CodeStep }) {
  const mark = useMemo(() => trace.mark(step.mark), [trace, step.mark])
  const lines = readingLines(mark.details).filter(({ key, text }) => !DRAWN.has(key) && text.length <= 40)
  return (
    <section className="panel-section code-step" aria-label="Step">
      <p>
        <b>{trace.topology.nodes[mark.node]?.name}</b> <time>{formatMoment(mark.atMicros)}</time>
      </p>
      <p>{mark.sentence}</p>
      {lines.length > 0 && (
        <dl className="code-values">
          {lines.map(({ key, label, text }) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
