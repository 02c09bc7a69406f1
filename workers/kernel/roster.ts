/** What a roster keeps. Only the roster touches these two. */
export interface Member<T> {
  earlier: T | null
  later: T | null
}

/**
 * A set in order of joining, as a list through its members: joining and leaving allocate nothing and rehash nothing.
 * A member is on one roster at a time.
 */
export class Roster<T extends Member<T>> {
  size = 0
  private first: T | null = null
  private last: T | null = null

  add(member: T): void {
    member.earlier = this.last
    if (this.last === null) this.first = member
    else this.last.later = member
    this.last = member
    this.size++
  }

  /** Takes a member off; nothing happens when it has already left. */
  delete(member: T): void {
    const { earlier, later } = member
    if (earlier === null && this.first !== member) return
    if (earlier === null) this.first = later
    else earlier.later = later
    if (later === null) this.last = earlier
    else later.earlier = earlier
    member.earlier = null
    member.later = null
    this.size--
  }

  /** The members, oldest first. */
  list(): T[] {
    const members: T[] = []
    for (let member = this.first; member !== null; member = member.later) members.push(member)
    return members
  }
}
