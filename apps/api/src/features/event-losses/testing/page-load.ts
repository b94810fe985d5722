import { randomBytes, randomUUID } from 'node:crypto';

/** A page load as our script numbers it. */
export interface PageLoad {
  readonly boot: string;
  /** An event with this number; `messageId` stays the same for the same number. */
  event(
    sequence: number,
    more?: { readonly event?: string; readonly dropped?: number; readonly version?: string },
  ): object;
}

export function newPageLoad(at = new Date()): PageLoad {
  const boot = bootAt(at);
  return {
    boot,
    event: (sequence, { event = 'looked', dropped, version = '0.1.0' } = {}) => ({
      type: 'track',
      event,
      anonymousId: boot,
      messageId: `${boot} ${sequence}`,
      context: { library: { name: 'engagex.js', version }, queue: { boot, sequence, dropped } },
    }),
  };
}

/** An id of version 7 that was made then. */
export function bootAt(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  const random = `7${randomBytes(2).toString('hex').slice(0, 3)}8${randomUUID().replaceAll('-', '').slice(0, 15)}`;
  return (time + random).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
