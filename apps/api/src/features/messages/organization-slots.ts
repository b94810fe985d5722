/** Batches of one organization that one worker has under way at most; the rest of the lane is for the others. */
export const batchesOfOne = 3;

/**
 * Who may work in the lane of messages. Wake-ups of an organization that has its share under way go at once, so that a
 * thousand of its messages are not a thousand jobs in front of somebody else's one.
 */
export class OrganizationSlots {
  readonly #under = new Map<string, number>();
  readonly #turnedAway = new Set<string>();

  /** Whether there is room for another batch; then `leave` must follow. */
  enter(organizationId: string): boolean {
    const under = this.#under.get(organizationId) ?? 0;
    if (under < batchesOfOne) {
      this.#under.set(organizationId, under + 1);
      return true;
    }
    this.#turnedAway.add(organizationId);
    return false;
  }

  /** Whether somebody was turned away meanwhile, whose messages nobody may have seen. */
  leave(organizationId: string): boolean {
    const under = (this.#under.get(organizationId) ?? 1) - 1;
    if (under > 0) this.#under.set(organizationId, under);
    else this.#under.delete(organizationId);
    return this.#turnedAway.delete(organizationId);
  }
}
