import { Inject, Injectable } from '@nestjs/common';
import { escapeHtml } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import type { HandOver, WholeMessage } from '../../ports/mail.ts';
import { probePrefix, refusedPrefix } from '../inbound/index.ts';
import { ReturnPathTokens, TransportSelection } from '../transports/index.ts';
import { beginProbe, recordProbe } from './delivery-tests.queries.ts';
import type { StoredDeliveryTest, StoredProbe } from './stored-delivery-test.ts';

/** Hands over the messages of a delivery test. */
@Injectable()
export class SendProbes {
  readonly #tokens: ReturnPathTokens;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly transports: TransportSelection,
  ) {
    this.#tokens = new ReturnPathTokens(config.TRACKING_SECRET);
  }

  /** Each is noted before it leaves, so one is never handed over twice. Outside of any transaction. */
  async send(test: StoredDeliveryTest, probes: readonly StoredProbe[]): Promise<void> {
    for (const probe of probes.filter(({ state }) => state === 'waiting')) {
      const transport = await this.db.transaction(() => this.transports.forDeliveryTest(test.transportId));
      const begun = await this.db.transaction(() => this.db.rows(beginProbe, [probe.id, this.clock.now()]));
      if (begun.length === 0) continue;
      const handOver: HandOver = transport
        ? await transport.mail.send(this.#messageOf(test, probe))
        : { kind: 'rejected', response: 'The transport was deleted.' };
      const { returnPath, refusal } = transport?.found() ?? { returnPath: 'none', refusal: null };
      const encryption = handOver.kind === 'accepted' ? (handOver.encryption ?? null) : null;
      await this.db.transaction(() =>
        this.db.rows(recordProbe, [
          probe.id,
          stateAfter(handOver),
          handOver.response,
          returnPath,
          refusal,
          encryption && JSON.stringify(encryption),
          this.clock.now(),
        ]),
      );
    }
  }

  #messageOf({ domain, sender, inboundHost }: StoredDeliveryTest, { id, kind }: StoredProbe): WholeMessage {
    const from = { name: '', address: sender ?? `postmaster@${domain}` };
    const prefix = kind === 'arrival' ? probePrefix : refusedPrefix;
    const words =
      kind === 'arrival'
        ? `This message tests how mail from ${domain} arrives. Nobody needs to read it.`
        : `This message tests whether bounces of mail from ${domain} come back. Its address refuses it on purpose.`;
    const link = linkOf(domain, id);
    return {
      deliveryId: id,
      from,
      to: { name: '', address: `${prefix}${this.#tokens.tokenFor(id)}@${inboundHost ?? domain}` },
      replyTo: from,
      subject: kind === 'arrival' ? 'Delivery test' : 'Delivery test: bounce',
      text: `${words}\n\n${link}\n`,
      html: `<p>${escapeHtml(words)}</p><p><a href="${escapeHtml(link)}">${escapeHtml(domain)}</a></p>`,
      messageId: `<${id}@${domain}>`,
      headers: {
        'List-Unsubscribe': `<${this.config.PUBLIC_URL.replace(/\/$/, '')}/u/${id}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Auto-Submitted': 'auto-generated',
      },
    };
  }
}

/** The one link in a test message: what rewrites links rewrites it. */
export function linkOf(domain: string, probeId: string): string {
  return `https://${domain}/?delivery-test=${probeId}`;
}

function stateAfter({ kind }: HandOver): 'accepted' | 'unknown' | 'not_taken' {
  return kind === 'accepted' || kind === 'unknown' ? kind : 'not_taken';
}
