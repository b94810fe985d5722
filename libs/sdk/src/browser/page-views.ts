/**
 * Reports the page that is open, and each one that an application changes to without loading. Routers change the same
 * address several times: only another path or query is another page.
 */
export function watchPages(report: () => void): void {
  let last = '';
  const look = () => {
    const address = location.pathname + location.search;
    if (address === last) return;
    last = address;
    report();
  };
  /** Routers set the title just after the address. */
  const lookSoon = () => void setTimeout(look);
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function changed(...change) {
      original.apply(this, change);
      lookSoon();
    };
  }
  addEventListener('popstate', lookSoon);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) report(); // back from the cache of the browser: opened once more
  });
  // A page that the browser prepares in advance may never be seen.
  const { prerendering } = document as Document & { prerendering?: boolean }; // too new for the types
  if (prerendering) document.addEventListener('prerenderingchange', look, { once: true });
  else look();
}
