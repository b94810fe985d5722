import { useEffect, useRef, useState } from 'react';
import { isSame, useDraftKeeper } from '../shared/draft.ts';
import { notifyKept, notifyRestored } from './draft-toast.ts';

/**
 * A state whose unsaved value this device keeps, like a form's: `const { value, change, isDirty, settle } =
 * useKeptState('campaign 0198… audience', saved)`. Call `settle` once it is saved, `discard` to go back.
 */
export function useKeptState<Value>(name: string, saved: Value) {
  const { kept, keep, forget } = useDraftKeeper(name, saved);
  const [value, set] = useState(kept?.values ?? saved);
  const unsaved = useRef(false);
  const isDirty = !isSame(value, saved);
  unsaved.current = isDirty && unsaved.current;
  const change = (next: Value) => {
    set(next);
    keep(next, saved);
    unsaved.current = true;
  };
  const settle = () => {
    forget();
    unsaved.current = false;
  };
  const discard = () => {
    settle();
    set(saved);
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
  return { value, change, isDirty, settle, discard };
}
