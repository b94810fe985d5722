import { useLocation, useSearchParams } from 'wouter';

/**
 * One filter kept in the address, so that Back, reload and a shared link show the same. Absent is ''.
 *
 *     const [search, setSearch] = useUrlState('search')
 */
export function useUrlState(name: string): [string, (value: string) => void] {
  const [params, setParams] = useSearchParams();
  return [
    params.get(name) ?? '',
    (value) =>
      setParams(
        (previous) => {
          if (value === '') previous.delete(name);
          else previous.set(name, value);
          return previous;
        },
        { replace: true },
      ),
  ];
}

/** Makes the address of this page with another query, for a link: `const here = useHere(); <Link href={here('?step=1')}>`. */
export function useHere(): (query: string) => string {
  const [path] = useLocation();
  return (query) => path + query;
}
