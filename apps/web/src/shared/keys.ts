import { useEffect, useEffectEvent } from 'react';

const sequenceWithin = 1000;

/**
 * Runs `action` on a key anywhere on the page: `'mod+k'` (⌘ or Ctrl), `'?'`, or a sequence such as `'g c'`.
 * Single keys rest while someone types.
 */
export function useKeys(bindings: Readonly<Record<string, () => void>>): void {
  const run = useEffectEvent((keys: string): boolean => {
    const action = bindings[keys];
    action?.();
    return action !== undefined;
  });

  useEffect(() => {
    let previous = '';
    let forget: ReturnType<typeof setTimeout> | undefined;
    function onKeyDown(event: KeyboardEvent) {
      const held = event.metaKey || event.ctrlKey;
      if (event.defaultPrevented || event.altKey || (!held && isTyping(event.target))) return;
      const key = held ? `mod+${event.key.toLowerCase()}` : event.key;
      const handled = run(`${previous} ${key}`) || run(key);
      if (handled) event.preventDefault();
      previous = handled || held ? '' : key;
      clearTimeout(forget);
      forget = setTimeout(() => (previous = ''), sequenceWithin);
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null;
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How a binding is written for people: `mod+k` → "⌘ K" on a Mac, "Ctrl K" elsewhere. */
export function keyNames(binding: string): readonly string[] {
  return binding.split(/[ +]/).map((key) => {
    if (key === 'mod') return isApple ? '⌘' : 'Ctrl';
    return key.length === 1 ? key.toUpperCase() : key;
  });
}
