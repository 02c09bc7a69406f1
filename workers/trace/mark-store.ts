import type { MarkColumns, MarkTemplate, Plain } from '../protocol'
import { countBelow, Float64Column, Uint32Column } from './columns'

/** The marks of a trace in columns; what their sentences are filled with is told apart by the template of each. */
export class MarkStore {
  readonly event = new Uint32Column()
  readonly node = new Uint32Column()
  readonly request = new Uint32Column()

  private readonly templateId = new Uint32Column()
  /** Where the arguments of each mark begin. */
  private readonly argsAt = new Uint32Column()
  private readonly args = new Float64Column()

  /**
   * @param strings of the trace, by id: texts are told by their place in it
   * @param templates of the trace, by id
   */
  constructor(
    private readonly strings: readonly string[],
    private readonly templates: readonly MarkTemplate[],
  ) {}

  get length(): number {
    return this.event.length
  }
  template(index: number): MarkTemplate | undefined {
    return this.templates[this.templateId.at(index)]
  }
  /** How many marks were set within the first `count` events. */
  setWithin(count: number): number {
    return countBelow(this.event.array, this.length, count)
  }

  /** The details of a mark by key, as the places of its template order them. */
  details(index: number): Record<string, Plain> {
    const details: Record<string, Plain> = {}
    let at = this.argsAt.at(index)
    const text = (id: number): string => this.strings[id] ?? ''
    const take = (): number => this.args.at(at++)
    const list = <T>(item: () => T): T[] => Array.from({ length: take() }, item)
    for (const { key, type } of this.template(index)?.places ?? []) {
      if (type === 'number') details[key] = take()
      else if (type === 'text') details[key] = text(take())
      else if (type === 'numbers') details[key] = list(take)
      else if (type === 'texts') details[key] = list(() => text(take()))
      else details[key] = JSON.parse(text(take())) as Plain
    }
    return details
  }

  append(marks: MarkColumns): void {
    this.event.append(marks.event)
    this.node.append(marks.node)
    this.templateId.append(marks.template)
    this.request.append(marks.request)
    let at = this.args.length
    this.args.append(marks.args)
    for (const template of marks.template) {
      this.argsAt.push(at)
      at += this.argumentCount(this.templates[template] as MarkTemplate, at)
    }
  }

  private argumentCount(template: MarkTemplate, start: number): number {
    let at = start
    for (const { type } of template.places) at += type === 'numbers' || type === 'texts' ? 1 + this.args.at(at) : 1
    return at - start
  }

  /** Forgets everything that happened from event `firstEvent` on. */
  cut(firstEvent: number): void {
    const kept = this.setWithin(firstEvent)
    if (kept < this.length) this.args.cut(this.argsAt.at(kept))
    for (const column of [this.event, this.node, this.templateId, this.request, this.argsAt]) column.cut(kept)
  }
}
