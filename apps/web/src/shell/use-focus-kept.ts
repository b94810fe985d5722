import { useEffect } from 'react';

const focusable = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex]:not([tabindex="-1"])';

interface Place {
  readonly element: Element;
  /** The rows after the one it is in, then those before it, the nearest first; none outside of lists. */
  readonly neighbours: readonly Element[];
  /** Which control of its row it is. */
  readonly position: number;
}

/**
 * When what had the focus is gone, such as a row that was deleted, with or without a dialog that asked first: moves the
 * focus to the same control of the next row, else of the row before, else to the page.
 */
export function useFocusKept(contentId: string): void {
  useEffect(() => {
    let last: Place | null = null;
    const note = ({ target }: FocusEvent) => {
      if (target instanceof Element && document.getElementById(contentId)?.contains(target)) last = placeOf(target);
    };
    /** Whoever clicks beside everything wants the focus nowhere. */
    const leave = ({ target }: PointerEvent) => {
      if (target instanceof Element && !target.closest(`${focusable}, label, [role^="menuitem"]`)) last = null;
    };
    const observer = new MutationObserver(() => {
      if (!last || last.element.isConnected || document.activeElement !== document.body) return;
      const { neighbours, position } = last;
      last = null;
      const controls = controlsIn(neighbours.find(({ isConnected }) => isConnected));
      (controls[position] ?? controls[0] ?? document.getElementById(contentId))?.focus();
    });
    document.addEventListener('focusin', note);
    document.addEventListener('pointerdown', leave);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', note);
      document.removeEventListener('pointerdown', leave);
      observer.disconnect();
    };
  }, [contentId]);
}

function placeOf(element: Element): Place {
  const row = element.closest('li, tr, [role="row"]');
  const rows = [...(row?.parentElement?.children ?? [])];
  const index = row ? rows.indexOf(row) : 0;
  return {
    element,
    neighbours: [...rows.slice(index + 1), ...rows.slice(0, index).toReversed()],
    position: controlsIn(row).findIndex((control) => control === element),
  };
}

function controlsIn(row: Element | null | undefined): HTMLElement[] {
  return [...(row?.querySelectorAll<HTMLElement>(focusable) ?? [])];
}
