import { newId } from '../ids.ts';
import { keep, readObject } from './storage.ts';

export type Consent = 'granted' | 'denied';

interface Known {
  readonly consent?: Consent | undefined;
  readonly isOptedOut?: boolean;
  readonly anonymousId?: string;
  readonly userId?: string | null;
  readonly userIdHash?: string | null;
}

/** Who uses this browser, and what they agreed to. Nothing about them is stored before they have consented. */
export interface Device {
  readonly known: () => Known;
  /** Whether events may be sent at all. */
  readonly isCollecting: () => boolean;
  /** Whether the device may be used to store anything. */
  readonly isKept: () => boolean;
  change(change: Known): void;
  /** Numbers the events of a tab without gaps; by a gap the server knows that some were lost. */
  next(): { readonly boot: string; readonly sequence: number; readonly dropped?: number | undefined };
  /** Counts events that were given up; the next ones tell how many. */
  drop(count: number): void;
}

export function openDevice(name: string, initial: Consent | undefined): Device {
  let state: Known = { consent: initial, anonymousId: newId() };
  let counts = { boot: newId(), sequence: 0, dropped: 0 };

  /** Another page of the site may have changed it. */
  const known = () => {
    state = { ...state, ...readObject(name) };
    return state;
  };

  const isCollecting = () => mayCollect(known());
  const isKept = () => mayKeep(known());

  const change = (changed: Known) => {
    state = { ...known(), ...changed };
    const { consent, isOptedOut } = state;
    // A refusal has to be remembered to be respected; nothing else is stored with it.
    const kept = mayKeep(state) ? state : isOptedOut || consent === 'denied' ? { consent, isOptedOut } : null;
    if (!keep(name, kept && JSON.stringify(kept))) keep(name, null); // what is outdated would count otherwise
    if (!mayKeep(state)) keep(name, null, 'sessionStorage');
  };

  /** Of one tab, over the pages that are opened in it. */
  const count = (sequence: number, dropped: number) => {
    if (isKept()) counts = { ...counts, ...readObject(name, 'sessionStorage') };
    counts.sequence += sequence;
    counts.dropped += dropped;
    if (isKept()) keep(name, JSON.stringify(counts), 'sessionStorage');
    return { ...counts, dropped: counts.dropped || undefined };
  };

  if (isKept()) change({});
  return { known, isCollecting, isKept, change, next: () => count(1, 0), drop: (dropped) => void count(0, dropped) };
}

function mayCollect({ isOptedOut, consent }: Known): boolean {
  return !isOptedOut && (consent ? consent === 'granted' : !asksNotToBeTracked());
}

function mayKeep(known: Known): boolean {
  return mayCollect(known) && known.consent === 'granted';
}

/** Global Privacy Control and Do Not Track count as a refusal until the person consents here. */
function asksNotToBeTracked(): boolean {
  return (
    Boolean((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl) || navigator.doNotTrack === '1'
  ); // too new for the types
}
