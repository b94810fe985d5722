import type { RecordStanding } from './record-purposes.ts';

/**
 * `published`: waiting to be seen. `ready`: seen often enough to sign. `signing`: in use. `retired`: no longer used, its
 * record stays a while for mail under way. `removable`: its record can be removed.
 */
export const keyStates = ['published', 'ready', 'signing', 'retired', 'removable'] as const;
export type KeyState = (typeof keyStates)[number];

/** How often a record must be found in a row before messages depend on it: the first may have come from one name server only. */
export const timesToBeSeen = 2;

const dayMs = 86_400_000;
/** Mail is tried for about five days (RFC 5321, 4.5.4.1) and may be checked later still. */
export const keptAfterRotationMs = 7 * dayMs;
/** A key that has signed for this long hands over to the other one by itself. */
export const rotatesAfterMs = 180 * dayMs;

export interface KeyOfDomain {
  readonly id: string;
  readonly selector: string;
  readonly state: KeyState;
  readonly timesSeen: number;
  readonly signsSince: Date | null;
  readonly retiredAt: Date | null;
}

export interface KeysAfterCheck<K extends KeyOfDomain> {
  readonly keys: readonly K[];
  /** Selectors that need a new pair. */
  readonly toMake: readonly string[];
}

/**
 * What becomes of the keys of a domain after a check. Messages are signed with one whose record was found; the former one
 * stays published for a week. `unreachable` changes nothing.
 */
export function keysAfterCheck<K extends KeyOfDomain>(
  keys: readonly K[],
  standings: ReadonlyMap<string, RecordStanding>,
  { now, isRotationWanted }: { readonly now: Date; readonly isRotationWanted: boolean },
): KeysAfterCheck<K> {
  const counted = keys.map((key) => seen(key, standings.get(key.id)));
  const signing = counted.find(({ state }) => state === 'signing');
  const next = successorOf(signing, counted, standings, { now, isRotationWanted });
  const turned = counted.map((key): K => {
    if (key === next) return { ...key, state: 'signing', signsSince: now };
    if (next && key === signing) return { ...key, state: 'retired', retiredAt: now };
    const isOver = key.state === 'retired' && now.getTime() - (key.retiredAt?.getTime() ?? 0) >= keptAfterRotationMs;
    return isOver ? { ...key, state: 'removable' } : key;
  });
  const toMake = turned
    .filter(
      ({ state, selector }) =>
        state === 'removable' && !turned.some((k) => k.selector === selector && k.state !== 'removable'),
    )
    .map(({ selector }) => selector);
  return { keys: turned, toMake: [...new Set(toMake)] };
}

/** Which key signs from now on instead of the one that does; null when nothing changes. */
function successorOf<K extends KeyOfDomain>(
  signing: K | undefined,
  keys: readonly K[],
  standings: ReadonlyMap<string, RecordStanding>,
  { now, isRotationWanted }: { readonly now: Date; readonly isRotationWanted: boolean },
): K | null {
  const isPublished = ({ id }: K) => standings.get(id) === 'published';
  const others = keys.filter((key) => (key.state === 'published' || key.state === 'ready') && isPublished(key));
  if (!signing) return others[0] ?? null;
  const standing = standings.get(signing.id);
  if (standing === 'missing' || standing === 'wrong') return others[0] ?? null;
  const isOld = now.getTime() - (signing.signsSince?.getTime() ?? now.getTime()) >= rotatesAfterMs;
  return ((isRotationWanted || isOld) && others.find(({ state }) => state === 'ready')) || null;
}

function seen<K extends KeyOfDomain>(key: K, standing: RecordStanding | undefined): K {
  if (standing === 'published') {
    const timesSeen = key.timesSeen + 1;
    const isReady = key.state === 'published' && timesSeen >= timesToBeSeen;
    return { ...key, timesSeen, state: isReady ? 'ready' : key.state };
  }
  if (standing !== 'missing' && standing !== 'wrong') return key;
  return { ...key, timesSeen: 0, state: key.state === 'ready' ? 'published' : key.state };
}

/** From when on the record of a key that no longer signs can be removed. */
export function removableAtOf(retiredAt: Date): Date {
  return new Date(retiredAt.getTime() + keptAfterRotationMs);
}
