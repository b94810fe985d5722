/** Tells the operators of the installation that a page failed: the kind of error and where in our files, nothing of what was shown. */

interface Frame {
  readonly function: string;
  readonly filename: string;
  readonly lineno: number;
  readonly colno: number;
}

const mostFrames = 30;
const mostReports = 5;
let reports = 0;

/** From now on, errors that nothing catches are reported. */
export function reportUncaught(): void {
  window.addEventListener('error', ({ error }) => reportError(error));
  window.addEventListener('unhandledrejection', ({ reason }) => reportError(reason));
}

/** The first few of a page; those of the network and of other people's scripts are none of ours. */
export function reportError(thrown: unknown): void {
  if (!(thrown instanceof Error) || thrown.name === 'AbortError' || 'status' in thrown) return;
  const frames = framesOf(thrown.stack ?? '');
  if (frames.length === 0 || reports >= mostReports) return;
  reports += 1;
  const type = thrown.name.replaceAll(/[^\w$]/g, '').slice(0, 60) || 'Error';
  void fetch('/errors', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type, area: areaOf(location.pathname), frames }),
  }).catch(() => {}); // whoever cannot be reached is not told
}

/** The innermost first; both forms that browsers write. */
export function framesOf(stack: string): readonly Frame[] {
  return [
    ...stack.matchAll(
      /(?:at (?:async )?([\w$.<>]*) ?\(?|([\w$.<>]*)@)https?:\/\/[^/\s]+(\/assets\/[\w.-]+):(\d+):(\d+)/g,
    ),
  ]
    .map(([, chrome, firefox, filename = '', line, column]) => ({
      function: (chrome ?? firefox ?? '').slice(0, 60),
      filename,
      lineno: Number(line),
      colno: Number(column),
    }))
    .slice(0, mostFrames);
}

/** `/o/01a2…/campaigns/01b3…` is `campaigns`. */
export function areaOf(path: string): string {
  const [first = '', , third = ''] = path.split('/').filter(Boolean);
  const area = first === 'o' ? third : first;
  return /^[a-z-]{1,40}$/.test(area) ? area : 'home';
}
