import { browserOf, isMeasurable, type NumberedEvent } from '@engagex/domain/event-losses';

/** A numbered event that arrived, and whether it was stored. */
export interface ArrivedNumber extends NumberedEvent {
  readonly keyId: string;
  readonly userAgent: unknown;
  readonly at: Date;
  readonly isStored: boolean;
}

interface Boot {
  readonly first: ArrivedNumber;
  readonly stored: Set<number>;
  readonly refused: Set<number>;
  dropped: number;
}

/** What `noteNumbers` takes: one row for each boot. */
export function rowsOfBoots(arrived: readonly ArrivedNumber[]): readonly object[] {
  const boots = new Map<string, Boot>();
  for (const number of arrived) {
    const key = `${number.keyId} ${number.boot}`;
    const boot = boots.get(key) ?? { first: number, stored: new Set(), refused: new Set(), dropped: 0 };
    boots.set(key, boot);
    (number.isStored ? boot.stored : boot.refused).add(number.sequence);
    boot.dropped = Math.max(boot.dropped, number.dropped);
  }
  return [...boots.values()].map(({ first, stored, refused, dropped }) => ({
    k: first.keyId,
    b: first.boot,
    s: multirange(stored),
    f: multirange(refused),
    d: dropped,
    w: first.library === 'node' ? 'server' : browserOf(first.userAgent),
    l: first.library,
    v: first.release,
    at: first.at,
    c: stored.size + refused.size,
    r: isMeasurable(first.boot, first.at),
  }));
}

/** As PostgreSQL reads an int4multirange; neighbours become one range there. */
function multirange(numbers: ReadonlySet<number>): string {
  return `{${[...numbers].map((number) => `[${number},${number}]`).join()}}`;
}
