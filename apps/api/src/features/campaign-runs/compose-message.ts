import type { Campaign } from '@engagex/domain/campaigns';
import { domainOf } from '@engagex/domain/shared';
import { LinkTargets } from '@engagex/domain/templates';
import type { FilledMessage } from '../../ports/mail.ts';
import type { ClaimedDelivery } from '../deliveries/index.ts';
import type { ComposedMessage, TrackingTokens } from '../engagements/index.ts';
import type { PreparedLanguages, PreparedMessage } from '../templates/index.ts';

export interface Composition {
  readonly campaign: Campaign;
  readonly organizationName: string;
  readonly postalAddress: string | null;
  readonly messages: PreparedLanguages;
  readonly organizationId: string;
  readonly publicUrl: string;
  /** Where tracked links begin: a host of the sender's domain, or `publicUrl`. */
  readonly linkBase: string;
  readonly tokens: TrackingTokens;
  /** Told of messages that refer to something which has to be stored before they leave. */
  readonly note: (message: ComposedMessage) => void;
}

/** Makes one person's message out of a campaign's frozen content. */
export function composerOf({
  campaign,
  messages,
  organizationId,
  publicUrl,
  linkBase,
  tokens,
  note,
  ...of
}: Composition) {
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
    const message = messages.for(language);
    const { tracking, unsubscribe, preferences } = tokens.tokensFor({ organizationId, deliveryId: id });
    const targets = message.hasPersonalLinks ? new LinkTargets() : undefined;
    const variables = {
      contact: { email: address, first_name: firstName, last_name: lastName, phone, language, country, attributes },
      organization: { name: of.organizationName, postal_address: of.postalAddress },
      campaign: { name: campaign.name },
      unsubscribe_url: `${linkBase}/u/${unsubscribe}`,
      preferences_url: `${linkBase}/u/${preferences}/preferences`,
      tracking: `${linkBase}/t/${tracking}`,
      ...(message.isViewable && {
        view_in_browser_url: `${linkBase}/u/${tokens.viewTokenFor({ organizationId, deliveryId: id })}/message`,
      }),
    };
    const values = message.valuesFor(variables, targets);
    if (targets || message.isViewable)
      note({ deliveryId: id, targets: targets?.all ?? [], html: htmlIn(message, values) });
    return {
      content: message.content,
      values,
      deliveryId: id,
      from,
      to: { name: [firstName, lastName].filter(Boolean).join(' '), address },
      ...(campaign.replyTo && { replyTo: { name: '', address: campaign.replyTo } }),
      messageId: `<${id}@${domain}>`,
      // RFC 2369 and RFC 8058: mailbox providers show an unsubscribe button of their own. It works whatever becomes of a link host.
      headers: {
        'List-Unsubscribe': `<${base}/u/${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    };
  };
}

function htmlIn({ isViewable, htmlPieces: { slots, hash } }: PreparedMessage, values: readonly string[]) {
  return isViewable ? { values: values.slice(1, 1 + slots), pieces: hash } : null; // the first is the subject's
}
