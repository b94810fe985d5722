import { Injectable } from '@nestjs/common';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { openPixel, prepareMessage, type PreparedMessage } from '../templates/index.ts';
import { viewedMessage } from './engagements.queries.ts';
import { type TrackedMessage, TrackingTokens } from './tracking-token.ts';

/** Nothing runs and nothing is sent in a page that somebody else wrote; its links open in a new tab or here. */
export const policyOfMessages = [
  "default-src 'none'",
  'img-src http: https: data:',
  "style-src 'unsafe-inline' https:",
  'font-src https: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
].join('; ');

interface Row {
  readonly campaignId: string;
  readonly values: readonly string[] | null;
  readonly pieces: string | null;
  readonly timeZone: string;
  readonly variant: number;
  readonly html: string | null;
  /** The same in other languages. */
  readonly translations: readonly string[];
  readonly subject: string | null;
  readonly language: string | null;
}

interface Viewed {
  /** Null when it cannot be shown any more as it was sent. */
  readonly html: string | null;
  readonly language: string | null;
}

const maxPrepared = 20;

/** Messages as they were composed: the campaign's frozen HTML, with what stood in it for this person. No Liquid is run. */
@Injectable()
export class ViewedMessages {
  readonly #prepared = new Map<string, PreparedMessage>();

  constructor(
    private readonly db: TenantDb,
    private readonly tokens: TrackingTokens,
  ) {}

  /** Null when there is no such message (any more). */
  async of(message: TrackedMessage): Promise<Viewed | null> {
    const { organizationId, deliveryId } = message;
    const [row] = await runInScope({ organizationId, actor: { kind: 'system', name: 'engagements' } }, () =>
      this.db.read(null, () => this.db.rowsByKey<Row>(viewedMessage, [deliveryId])),
    );
    return row ? { html: this.#htmlOf(row, message), language: row.language } : null;
  }

  #htmlOf({ html, values, pieces, ...row }: Row, message: TrackedMessage): string | null {
    if (html === null || values === null) return null;
    // The person's language may be another by now; the pieces tell in which they got it.
    for (const [at, each] of [html, ...row.translations].entries()) {
      const prepared = this.#prepare(`${row.campaignId} ${row.variant} ${at}`, each, row.timeZone);
      if (prepared.htmlPieces.hash === pieces) return this.#shown(prepared, values, message);
    }
    return null;
  }

  #shown(prepared: PreparedMessage, values: readonly string[], message: TrackedMessage): string {
    const { tracking } = this.tokens.tokensFor(message);
    return withoutPixel(prepared.htmlWith(values), tracking);
  }

  /** Frozen content never changes. */
  #prepare(key: string, html: string, timeZone: string): PreparedMessage {
    const known = this.#prepared.get(key);
    if (known) return known;
    const prepared = prepareMessage({ subject: '', html, text: '' }, { timeZone });
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size >= maxPrepared && oldest !== undefined) this.#prepared.delete(oldest);
    this.#prepared.set(key, prepared);
    return prepared;
  }
}

/** Whichever host it leads to: links of the message began with the host that its domain had when it was sent. */
function withoutPixel(html: string, tracking: string): string {
  const base = 'https://host.example';
  const [before = '', after = ''] = openPixel(`${base}/t/${tracking}`).split(base);
  const end = html.lastIndexOf(after);
  const start = end === -1 ? -1 : html.lastIndexOf(before, end);
  return start === -1 ? html : html.slice(0, start) + html.slice(end + after.length);
}
