import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(width < 48rem)');
const compact = matchMedia('(width < 80rem)');

/** Whether the page is under 768 px wide, where tables become cards and the navigation a sheet. */
export function useIsNarrow(): boolean {
  return useMatch(narrow);
}

/** Whether the page is under 1,280 px wide, where panels beside one another become tabs. */
export function useIsCompact(): boolean {
  return useMatch(compact);
}

function useMatch(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}

/** Whether the browser believes it has a network. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('online', listener);
      window.addEventListener('offline', listener);
      return () => {
        window.removeEventListener('online', listener);
        window.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );
}
