import { useEffect, useMemo, useState } from 'react'
import { type Finding, isKept, type Law, type Proof } from '../../../workers/systems/law'
import { loadProof } from '../../../workers/systems/loaders'
import { universalLaws } from '../../../workers/systems/universal-laws'
import { useRun } from '../../run/run-store'
import { LawRow } from './law-row'
import { useFindings } from './use-findings'
import './proof-panel.css'

/** What this run is worth as a model: the laws that it is held to, what is simulated, and what is not. */
export function ProofPanel() {
  const id = useRun((run) => run.meta.id)
  const proof = useProof(id)
  if (proof === 'failed') return <p className="panel-section panel-empty">The laws of this system cannot be loaded.</p>
  if (proof === null) return <p className="panel-section panel-help">Loading…</p>
  return <LoadedProof proof={proof} />
}

function LoadedProof({ proof }: { proof: Proof }) {
  const laws = useMemo(() => [...proof.laws, ...universalLaws], [proof])
  const findings = useFindings(laws)
  const isHere = ({ id }: Law) => findings.get(id)?.kind !== 'not-here'
  const elsewhere = proof.laws.filter((law) => !isHere(law))
  return (
    <>
      <Laws title="Laws of this system" laws={proof.laws.filter(isHere)} findings={findings} />
      <Laws title="Laws of every run" laws={universalLaws.filter(isHere)} findings={findings} />
      {elsewhere.length > 0 && (
        <section className="panel-section" aria-labelledby="laws-elsewhere">
          <h2 id="laws-elsewhere">They do not speak of this run</h2>
          <ul className="laws-elsewhere">
            {elsewhere.map(({ id, name }) => (
              <li key={id}>
                <p>{name}</p>
                <p className="law-source">{reasonOf(findings.get(id))}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="panel-section proof-scope" aria-label="What the model holds">
        <Words title="Modelled" words={proof.modelled} />
        <Words title="Left out" words={proof.leftOut} />
      </section>
    </>
  )
}

interface LawsProperties {
  readonly title: string
  readonly laws: readonly Law[]
  readonly findings: ReadonlyMap<string, Finding>
}

function Laws({ title, laws, findings }: LawsProperties) {
  if (laws.length === 0) return null
  const kept = laws.filter(({ id }) => {
    const finding = findings.get(id)
    return finding?.kind === 'measured' && isKept(finding.quantity)
  }).length
  return (
    <section className="panel-section" aria-label={title}>
      <h2 className="proof-count">
        <span>{title}</span>
        <span>
          {kept} of {laws.length} kept
        </span>
      </h2>
      <ul className="lamps">
        {laws.map((law) => (
          <LawRow key={law.id} law={law} finding={findings.get(law.id)} />
        ))}
      </ul>
    </section>
  )
}

function Words({ title, words }: { title: string; words: readonly string[] }) {
  return (
    <div>
      <h2>{title}</h2>
      <ul>
        {words.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  )
}

function reasonOf(finding: Finding | undefined): string {
  return finding?.kind === 'not-here' ? finding.reason : ''
}

function useProof(id: string): Proof | null | 'failed' {
  const [proof, setProof] = useState<{ readonly id: string; readonly own: Proof | 'failed' } | null>(null)
  useEffect(() => {
    let isCurrent = true
    const take = (own: Proof | 'failed') => {
      if (isCurrent) setProof({ id, own })
    }
    loadProof(id).then(take, () => take('failed'))
    return () => {
      isCurrent = false
    }
  }, [id])
  return proof?.id === id ? proof.own : null
}
