import { newId } from '../ids.ts';
import { createNumbers, type Numbers } from '../sending/numbers.ts';
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
  readonly numbers: Numbers;
}

export function openDevice(name: string, initial: Consent | undefined): Device {
  let state: Known = { consent: initial, anonymousId: newId() };
  const numbers = createNumbers();

  /** Another page of the site may have changed it. */
  const known = () => {
    state = { ...state, ...readObject(name) };
    return state;
  };

  const isCollecting = () => mayCollect(known());
  const isKept = () => mayKeep(known());

  const change = (changed: Known) => {
    state = { ...known(), ...changed };
    if (changed.anonymousId) numbers.restart();
    const { consent, isOptedOut } = state;
    // A refusal has to be remembered to be respected; nothing else is stored with it.
    const kept = mayKeep(state) ? state : isOptedOut || consent === 'denied' ? { consent, isOptedOut } : null;
    if (!keep(name, kept && JSON.stringify(kept))) keep(name, null); // what is outdated would count otherwise
  };

  if (isKept()) change({});
  return { known, isCollecting, isKept, change, numbers };
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
