import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** On a new page, starts at its top and moves the focus there, so that the keyboard and screen readers go on from its heading. */
export function usePageChange(contentId: string): void {
  const [path] = useLocation();
  const shown = useRef(path);
  const wentBack = useRef(false);

  useEffect(() => {
    const noteBack = () => (wentBack.current = true);
    window.addEventListener('popstate', noteBack);
    return () => window.removeEventListener('popstate', noteBack);
  }, []);

  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    const content = document.getElementById(contentId);
    if (!content?.contains(document.activeElement)) content?.focus({ preventScroll: true });
    if (!wentBack.current) window.scrollTo(0, 0); // Back returns to where one was; the browser does that
    wentBack.current = false;
  }, [path, contentId]);
}
