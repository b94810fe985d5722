import { newId } from '../ids.ts';
import { outcomeOf, type Outcome } from '../sending/outcome.ts';
import { createSender, firstOf } from '../sending/sender.ts';
import {
  bodyOf,
  bytesOf,
  endpointOf,
  type EventOptions,
  type IdentifyOptions,
  isoOf,
  type Item,
  LIMITS,
  type Properties,
  type Said,
  VERSION,
} from '../wire.ts';
import { safeAddress } from './address.ts';
import { type Consent, openDevice } from './device.ts';
import { createLog } from './log.ts';
import { watchPages } from './page-views.ts';
import { openQueue } from './queue.ts';
import { inTurn } from './turn.ts';

export interface ClientOptions {
  /** A public key; anyone can read it in the page. */
  readonly key: string;
  /** Where EngageX is: its address, or one of your own that leads there. */
  readonly host: string;
  /** What applies until `consent` is called. Without it, events are sent but nothing is stored on the device. */
  readonly consent?: Consent;
  /** Reports each page that is opened; true unless you say false and call `page` yourself. */
  readonly pageViews?: boolean;
  /** Writes to the console what happens. */
  readonly debug?: boolean;
}

/** None of them throws into the page. */
export interface Client {
  track(event: string, properties?: Properties, options?: EventOptions): void;
  page(name?: string, properties?: Properties, options?: EventOptions): void;
  identify(userId: string, traits?: Properties, options?: IdentifyOptions): void;
  /** Says that what was done under the ids before was done by this user. */
  alias(userId: string, options?: EventOptions): void;
  group(groupId: string, traits?: Properties, options?: EventOptions): void;
  /** Somebody else uses the browser now: call it on sign-out. */
  reset(): void;
  /** Resolves when everything is acknowledged, or cannot be sent for now and stays queued. */
  flush(): Promise<void>;
  optOut(): void;
  optIn(): void;
  consent(consent: Consent): void;
  debug(on?: boolean): void;
}

export function openClient({ key, host, consent, pageViews = true, debug = false }: ClientOptions): Client {
  const name = `egx.${key.slice(-12)}`;
  const endpoint = endpointOf(host);
  const log = createLog(debug);
  const device = openDevice(name, consent);
  const me = newId();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Infinity;
  let [here, cameFrom] = [location.href, document.referrer];
  /** On their way in a request that the page may not live to see answered. */
  const leaving = new Set<string>();

  const queue = openQueue({
    name,
    isKept: device.isKept,
    dropped(count) {
      device.numbers.drop(count);
      log(`queue full, ${count} dropped`);
    },
  });

  async function post(items: readonly Item[], keepalive = false): Promise<Outcome> {
    const body = bodyOf(key, items, isoOf());
    const signal = AbortSignal.timeout?.(LIMITS.requestMs) ?? null;
    // A plain text body needs no preflight, which would not finish while a page closes.
    const response = await fetch(endpoint, { method: 'POST', body, keepalive, signal, credentials: 'omit' });
    return outcomeOf(response, Date.now());
  }

  const sender = createSender({
    list: queue.list,
    post: (items) => post(items),
    inTurn: (run) => (device.isKept() ? inTurn(name, me, run, () => wakeIn(LIMITS.flushMs)) : run()),
    now: Date.now,
    random: Math.random,
    wakeIn,
    refused(items, why) {
      device.numbers.drop(items.length);
      log.warn(`event refused: ${why}`);
      return queue.remove(idsOf(items));
    },
    stopped: (why) => log.warn(`${why}. Check the key and its allowed origins. Events are kept here.`),
    taken(items, results) {
      for (const result of results) if (result.status !== 'ok') log(result.status, result);
      return queue.remove(idsOf(items));
    },
    log,
  });

  const flush = () => {
    clearTimeout(timer);
    dueAt = Infinity;
    return navigator.onLine ? sender.flush().catch(() => {}) : Promise.resolve();
  };

  function wakeIn(ms: number): void {
    const at = Date.now() + ms;
    if (at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => void flush(), ms);
  }

  function pageSeen(): Properties {
    const { pathname: path, search, href: url } = safeAddress(location.href) ?? {};
    return { path, search, url, title: document.title, referrer: safeAddress(cameFrom)?.href };
  }

  function add(said: Said, { timestamp }: EventOptions = {}): void {
    if (!device.isCollecting()) {
      device.numbers.restart(); // what waited was cleared, perhaps by another page
      return log('not collected: no consent');
    }
    const { anonymousId, userId, userIdHash } = device.known();
    const id = newId();
    const body = JSON.stringify({
      ...(userId && { userId, userIdHash: userIdHash ?? undefined }),
      ...said,
      messageId: id,
      timestamp: isoOf(timestamp),
      anonymousId,
      context: {
        library: { name: 'engagex.js', version: VERSION },
        page: pageSeen(),
        locale: navigator.language,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        queue: device.numbers.next(),
      },
    });
    if (bytesOf(body) > LIMITS.eventBytes) {
      device.numbers.drop(1);
      return log.warn('an event over 32 kB was dropped');
    }
    queue.add({ id, body });
    log(`queued ${said.type} ${said.event ?? ''}`, body);
    if (queue.ofThisPage().length >= LIMITS.flushAt && sender.waitMs() === 0) void flush();
    else wakeIn(LIMITS.flushMs);
  }

  /** The page may be gone in a moment: what fits is sent in a request that outlives it, and all of it is stored. */
  function leave(): void {
    queue.spill();
    if (!navigator.onLine || sender.waitMs() > 0) return;
    const items = firstOf(
      queue.ofThisPage().filter(({ id }) => !leaving.has(id)),
      LIMITS.batchItems,
    );
    if (items.length === 0) return;
    if (!('keepalive' in Request.prototype)) return void navigator.sendBeacon(endpoint, bodyOf(key, items, isoOf()));
    const ids = idsOf(items);
    for (const id of ids) leaving.add(id);
    void post(items, true)
      .then(({ kind }) => (kind === 'taken' ? queue.remove(ids) : undefined))
      .catch(() => {})
      .finally(() => ids.forEach((id) => leaving.delete(id)));
  }

  const reset = () => device.change({ anonymousId: newId(), userId: null, userIdHash: null });

  function stopCollecting(): void {
    queue.clear();
    reset();
  }

  const client: Client = {
    track: (event, properties = {}, options) => add({ type: 'track', event, properties }, options),
    page(pageName, properties, options) {
      if (location.href !== here) [here, cameFrom] = [location.href, here];
      add({ type: 'page', ...(pageName && { name: pageName }), properties: { ...pageSeen(), ...properties } }, options);
    },
    identify(userId, traits = {}, options = {}) {
      const known = device.known().userId;
      if (known && known !== String(userId)) log.warn('call reset() before another user is identified');
      device.change({ userId: String(userId), userIdHash: options.userIdHash ?? null });
      add({ type: 'identify', traits }, options);
    },
    alias(userId, options) {
      const { userId: known, anonymousId } = device.known();
      device.change({ userId: String(userId), userIdHash: null });
      add({ type: 'alias', previousId: known ?? anonymousId ?? '' }, options);
    },
    group: (groupId, traits = {}, options) => add({ type: 'group', groupId: String(groupId), traits }, options),
    reset,
    flush,
    optOut() {
      device.change({ isOptedOut: true });
      stopCollecting();
    },
    optIn: () => device.change({ isOptedOut: false }),
    consent(given) {
      device.change({ consent: given });
      if (given === 'denied') return stopCollecting();
      queue.store();
      wakeIn(LIMITS.flushMs);
    },
    debug: (on = true) => log.show(on),
  };

  addEventListener('online', () => void sender.hurry().catch(() => {}));
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave();
  });
  addEventListener('pageshow', () => wakeIn(LIMITS.flushMs)); // what pages before this one left
  const safe = neverThrows(client, log.warn);
  if (pageViews) watchPages(() => safe.page());
  return safe;
}

function idsOf(items: readonly Item[]): string[] {
  return items.map(({ id }) => id);
}

/** A mistake in a call, or in here, must not break the page around it. */
function neverThrows(client: Client, warn: (text: string) => void): Client {
  const guarded = Object.entries(client).map(([name, act]: [string, (...args: unknown[]) => unknown]) => [
    name,
    (...args: unknown[]) => {
      try {
        return act(...args);
      } catch (error) {
        warn(`${name}: ${String(error)}`);
        return undefined;
      }
    },
  ]);
  return Object.fromEntries(guarded) as Client; // the same names, with the same arguments
}
