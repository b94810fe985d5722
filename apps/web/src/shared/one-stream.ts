export type LiveState =
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  /** What is on screen is as of `since`. */
  | { readonly status: 'disconnected'; readonly since: Date };

/** What the tab that holds the connection tells the others. */
export type Told =
  | { readonly kind: 'change'; readonly data: string }
  | { readonly kind: 'state'; readonly state: LiveState }
  /** Changes may have been missed: everything is looked at again. */
  | { readonly kind: 'missed' }
  /** The connection is alive, though nothing happens. */
  | { readonly kind: 'alive' };

type Word = Told | { readonly kind: 'hello' };

interface Connection {
  /** Holds the connection until the signal aborts, or until nobody is signed in any more. */
  readonly hold: (stop: AbortSignal, tell: (told: Told) => void, isTakingOver: boolean) => Promise<void>;
  /** In every tab, whichever holds it. */
  readonly hear: (told: Told) => void;
  /** A tab that says nothing for so long is asleep, and another takes its place. */
  readonly silentAfter: number;
}

/** The first moment of a page: whoever leads from then on has missed nothing. */
const fresh = 1_000;

let leads = false;

/** Whether this tab holds the connection of the browser. */
export function isLeader(): boolean {
  return leads;
}

/** Locks and channels between tabs are only there on HTTPS and on this machine. */
export function canShareStream(): boolean {
  return 'locks' in navigator && 'BroadcastChannel' in globalThis;
}

/**
 * One connection for all tabs of this browser with the same name: a browser opens six to a server at most (HTTP/1.1), and a
 * seventh tab would wait for ever. A lock decides who holds it; when that tab closes, the next one has the lock at once.
 */
export async function shareStream(name: string, stop: AbortSignal, connection: Connection): Promise<void> {
  const { hold, hear, silentAfter } = connection;
  const channel = new BroadcastChannel(name);
  const startedAt = Date.now();
  let heardAt = startedAt;
  let state: Told | null = null;
  let turn = new AbortController();
  let isStealing = false;

  function say(word: Word) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin
    if (!stop.aborted) channel.postMessage(word);
  }
  function tell(told: Told) {
    if (told.kind === 'state') state = told;
    if (told.kind !== 'alive') hear(told);
    say(told);
  }
  channel.addEventListener('message', ({ data }: MessageEvent<Word>) => {
    if (data.kind === 'hello') {
      if (leads && state) say(state);
      return;
    }
    heardAt = Date.now();
    if (!leads && data.kind !== 'alive') hear(data);
  });
  say({ kind: 'hello' });
  const watch = setInterval(() => {
    if (leads || document.visibilityState !== 'visible' || Date.now() - heardAt < silentAfter) return;
    isStealing = true;
    turn.abort();
  }, silentAfter / 10);

  async function lead() {
    leads = true;
    await hold(AbortSignal.any([stop, turn.signal]), tell, Date.now() - startedAt > fresh);
  }
  while (!stop.aborted) {
    turn = new AbortController();
    const options: LockOptions = isStealing ? { steal: true } : { signal: AbortSignal.any([stop, turn.signal]) };
    isStealing = false;
    heardAt = Date.now();
    const isOver = await navigator.locks.request(name, options, lead).then(
      () => true, // signed out, or stopped
      () => false, // another tab took it, or this one is to take it
    );
    leads = false;
    turn.abort();
    if (isOver) break;
  }
  clearInterval(watch);
  channel.close();
}
