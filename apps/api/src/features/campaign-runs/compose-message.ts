import type { Campaign } from '@engagex/domain/campaigns';
import { domainOf } from '@engagex/domain/shared';
import type { FilledMessage } from '../../ports/mail.ts';
import type { ClaimedDelivery } from '../deliveries/index.ts';
import type { TrackingTokens } from '../engagements/index.ts';
import type { PreparedMessage } from '../templates/index.ts';

export interface Composition {
  readonly campaign: Campaign;
  readonly organizationName: string;
  readonly postalAddress: string | null;
  readonly message: PreparedMessage;
  readonly organizationId: string;
  readonly publicUrl: string;
  readonly tokens: TrackingTokens;
}

/** Makes one person's message out of a campaign's frozen content. */
export function composerOf({ campaign, message, organizationId, publicUrl, tokens, ...of }: Composition) {
  const from = { name: campaign.senderName, address: campaign.senderEmail };
  const domain = domainOf(campaign.senderEmail);
  const base = publicUrl.replace(/\/$/, '');
  return ({
    id,
    address,
    firstName,
    lastName,
    phone,
    language,
    country,
    attributes,
  }: ClaimedDelivery): FilledMessage => {
    const { tracking, unsubscribe, preferences } = tokens.tokensFor({ organizationId, deliveryId: id });
    const unsubscribeUrl = `${base}/u/${unsubscribe}`;
    const values = message.valuesFor({
      contact: { email: address, first_name: firstName, last_name: lastName, phone, language, country, attributes },
      organization: { name: of.organizationName, postal_address: of.postalAddress },
      campaign: { name: campaign.name },
      unsubscribe_url: unsubscribeUrl,
      preferences_url: `${base}/u/${preferences}/preferences`,
      tracking: `${base}/t/${tracking}`,
    });
    return {
      content: message.content,
      values,
      deliveryId: id,
      from,
      to: { name: [firstName, lastName].filter(Boolean).join(' '), address },
      messageId: `<${id}@${domain}>`,
      // RFC 2369 and RFC 8058: mailbox providers show an unsubscribe button of their own.
      headers: { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    };
  };
}
