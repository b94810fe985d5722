import { useEffect, useRef, useState } from 'react';
import { type Base, isSame, useDraftKeeper } from '../shared/draft.ts';
import { notifyKept, notifyRestored } from './draft-toast.ts';

/**
 * A state whose unsaved value this device keeps, like a form's: `const { value, change, isDirty, settle } =
 * useKeptState('campaign 0198… audience', saved)`. Call `settle` once it is saved, with what was sent: what was changed
 * since stays, not saved yet. `discard` goes back. `version` is the `updatedAt` of what is edited, and `base` what the
 * value was begun from, for `useVersion`.
 */
export function useKeptState<Value>(name: string, saved: Value, version?: string) {
  const { kept, keep, forget } = useDraftKeeper(name, saved);
  const [value, set] = useState(kept?.values ?? saved);
  const base = useRef<Base<Value>>(kept?.base ?? { values: saved, version });
  const unsaved = useRef(false);
  const latest = useRef(value);
  const stored = useRef<Base<Value>>({ values: saved, version });
  stored.current = { values: saved, version };
  const isDirty = !isSame(value, saved);
  unsaved.current = isDirty && unsaved.current;
  const change = (next: Value) => {
    set(next);
    latest.current = next;
    keep(next, saved, version === undefined ? { values: saved, version } : base.current);
    unsaved.current = true;
  };
  const settle = (sent: Value) => {
    if (!isSame(latest.current, sent)) return keep(latest.current, base.current.values, base.current);
    forget();
    unsaved.current = false;
  };
  const discard = () => {
    settle(latest.current);
    base.current = stored.current;
    latest.current = stored.current.values;
    set(stored.current.values);
  };
  useEffect(() => {
    if (kept) {
      unsaved.current = true;
      notifyRestored(kept, discard);
    }
    return () => {
      if (unsaved.current) notifyKept(forget);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- begins when the page opens and ends when it closes
  }, []);
  const begin = (next: Base<Value>) => {
    base.current = next;
  };
  return { value, base: () => base.current, begin, change, isDirty, settle, discard };
}
