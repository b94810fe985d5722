/** Readers of the demo's campaign: they open what is in the dev inbox, follow links into the shop, and unsubscribe. */
import { visitFromMessage, type ShopEvent } from './shop-visits.ts';

const readersAtOnce = 20;
const readers = 400;

/** Some of those who got a message: two in three read it at once, the others when `readNext` is called. */
export class Readers {
  readonly #inboxUrl: string;
  #unread: number[] = [];

  constructor(inboxUrl: string) {
    this.#inboxUrl = inboxUrl;
  }

  /** Resolves to what those who followed a link do in the shop. */
  async readSome(): Promise<ShopEvent[]> {
    const { messages } = await this.#get<{ messages: { id: number }[] }>('/api/messages?limit=1');
    const last = messages[0]?.id ?? 0; // ids count from 1
    const ids = Array.from(
      { length: Math.min(readers, last) },
      (_, index) => last - Math.floor((index * last) / readers),
    );
    this.#unread = ids.filter((_, index) => index % 3 === 0);
    const waiting = ids.entries();
    const visits: ShopEvent[] = [];
    const read = async () => {
      for (const [index, id] of waiting)
        if (index % 3 !== 0)
          visits.push(...(await this.#read(id, { follows: index % 4 === 1, unsubscribes: index % 50 === 1 })));
    };
    await Promise.all(Array.from({ length: readersAtOnce }, read));
    return visits;
  }

  /** One more message is read and its link followed. */
  async readNext(): Promise<ShopEvent[]> {
    const id = this.#unread.pop();
    return id === undefined ? [] : this.#read(id, { follows: true, unsubscribes: false });
  }

  async #read(id: number, { follows, unsubscribes }: { follows: boolean; unsubscribes: boolean }) {
    const { html, to } = await this.#get<{ html: string | null; to: readonly string[] }>(`/api/messages/${id}`);
    const address = (pattern: RegExp) => pattern.exec(html ?? '')?.[1]?.replaceAll('&amp;', '&');
    const pixel = address(/src="(http[^"]+\/open\.gif)"/);
    if (pixel) await (await fetch(pixel)).arrayBuffer();
    const link = address(/href="(http[^"]+\/t\/[^"]+\/\d+)"/);
    const landing = link && follows ? (await fetch(link, { redirect: 'manual' })).headers.get('location') : null;
    const unsubscribe = address(/href="(http[^"]+\/u\/[^"]+)"/);
    if (unsubscribe && unsubscribes) await fetch(unsubscribe, { method: 'POST' });
    return landing ? visitFromMessage({ address: to[0] ?? '', landing, at: Date.now() }) : [];
  }

  async #get<T>(path: string): Promise<T> {
    return (await (await fetch(new URL(path, this.#inboxUrl))).json()) as T; // the dev inbox's own answer
  }
}
