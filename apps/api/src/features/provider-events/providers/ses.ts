import { Injectable } from '@nestjs/common';
import { type BounceClass, isComplaintType, type Report } from '@engagex/domain/receipts';
import { DomainError } from '@engagex/domain/shared';
import { z } from 'zod';
import { isRecord, jsonOf } from '../json-body.ts';
import { deliveryIdIn } from '../message-names.ts';
import type { HookKeys, HookRequest, Provider, Received, Said } from '../provider.ts';
import { notJson, wrongSignature } from '../refusals.ts';
import { addressOf, codeIn, sourceIdOf, statusIn, timeOf, wordsOf } from '../stored-text.ts';
import { isCertificateUrl, isConfirmationUrl, isSignedBySns, type SnsMessage } from './sns-signature.ts';
import { SnsRequests } from './sns-requests.ts';

type Fields = Readonly<Record<string, unknown>>;

const snsMessage = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.string(),
  Signature: z.string(),
  SigningCertURL: z.string(),
  Subject: z
    .string()
    .nullish()
    .transform((text) => text ?? undefined),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
}) satisfies z.ZodType<SnsMessage>;

const nothing: Received = { events: [], foreign: 0, ignored: 0 };

/** SES's types and subtypes of bounces that say the same as a class of ours; the others are judged by the answer. */
const classes: ReadonlyMap<string, BounceClass> = new Map([
  ['Permanent NoEmail', 'hard'],
  ['Permanent Suppressed', 'hard'],
  ['Permanent OnAccountSuppressionList', 'hard'],
  ['Transient MailboxFull', 'full'],
  ['Transient MessageTooLarge', 'content'],
  ['Transient ContentRejected', 'content'],
  ['Transient AttachmentRejected', 'content'],
]);

/** Amazon SES, which reports through a topic of SNS. https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html */
@Injectable()
export class Ses implements Provider {
  constructor(private readonly sns: SnsRequests) {}

  async receive(request: HookRequest, keys: HookKeys, now: Date): Promise<Received> {
    const message = snsMessage.safeParse(jsonOf(request.body));
    if (!message.success) throw notJson();
    await this.#verify(message.data, keys, now);
    if (message.data.Type !== 'Notification') {
      if (message.data.Type === 'SubscriptionConfirmation') await this.#confirm(message.data);
      return nothing;
    }
    const event = eventIn(message.data);
    if (saidBy(event) === null) return { ...nothing, ignored: 1 };
    const deliveryId = deliveryIdIn(...namesIn(event));
    if (!deliveryId) return { ...nothing, foreign: 1 };
    const payload = { snsMessageId: message.data.MessageId, ...event };
    return { ...nothing, events: [{ sourceId: sourceIdOf(message.data.MessageId, payload), deliveryId, payload }] };
  }

  read(payload: unknown, deliveryId: string, received: Date): Said | null {
    if (!isRecord(payload)) return null;
    const said = saidBy(payload);
    if (said === null) return null;
    const { kind, details, person } = said;
    const at = timeOf(details['timestamp'], received);
    if (kind === 'unsubscribed') return { kind, at };
    const words = [person['diagnosticCode'], details['smtpResponse'], details['reason']];
    const bounce = `${String(details['bounceType'])} ${String(details['bounceSubType'])}`;
    return {
      kind: 'report',
      report: {
        deliveryId,
        kind,
        source: 'ses',
        sourceId: sourceIdOf(payload['snsMessageId'], payload),
        at,
        address: addressOf(person['emailAddress']),
        status: statusIn(person['status'], ...words),
        code: codeIn(...words),
        words: wordsOf(...words),
        given: classes.get(bounce) ?? null,
      },
    };
  }

  async #verify(message: SnsMessage, { topicArn }: HookKeys, now: Date): Promise<void> {
    if (message.TopicArn !== topicArn)
      throw wrongSignature('This message is of another SNS topic than the one that is set for the transport.');
    if (!isCertificateUrl(message.SigningCertURL, topicArn))
      throw wrongSignature('The signing certificate is not at an address of Amazon SNS in the region of the topic.');
    const certificate = await this.sns.certificateAt(message.SigningCertURL, now).catch((cause: unknown) => {
      throw new DomainError(
        'unavailable',
        'provider-event.certificate',
        'The signing certificate of Amazon SNS could not be fetched.',
        { cause },
      );
    });
    if (!isSignedBySns(message, certificate, now))
      throw wrongSignature('The signature of this SNS message does not match.');
  }

  async #confirm({ SubscribeURL = '', TopicArn }: SnsMessage): Promise<void> {
    if (!isConfirmationUrl(SubscribeURL, TopicArn))
      throw wrongSignature('The subscription cannot be confirmed at an address that is not of Amazon SNS.');
    await this.sns.confirm(SubscribeURL).catch((cause: unknown) => {
      throw new DomainError(
        'unavailable',
        'provider-event.confirmation',
        'The subscription could not be confirmed. Request the confirmation again in Amazon SNS.',
        { cause },
      );
    });
  }
}

/** What SES says, inside of what SNS says; a test message of SNS is no JSON. */
function eventIn({ Message }: SnsMessage): Fields {
  try {
    const event = jsonOf(Buffer.from(Message, 'utf8'));
    return isRecord(event) ? event : {};
  } catch {
    return {};
  }
}

interface SaidBySes {
  readonly kind: Report['kind'] | 'unsubscribed';
  readonly details: Fields;
  readonly person: Fields;
}

/** Notifications and events name their type in different fields and are the same otherwise. */
function saidBy(event: Fields): SaidBySes | null {
  switch (event['eventType'] ?? event['notificationType']) {
    case 'Delivery': {
      const details = fieldsOf(event['delivery']);
      return { kind: 'delivered', details, person: { emailAddress: firstOf(details['recipients']) } };
    }
    case 'DeliveryDelay': {
      const details = fieldsOf(event['deliveryDelay']);
      return { kind: 'delayed', details, person: fieldsOf(firstOf(details['delayedRecipients'])) };
    }
    case 'Bounce': {
      const details = fieldsOf(event['bounce']);
      return { kind: 'bounced', details, person: fieldsOf(firstOf(details['bouncedRecipients'])) };
    }
    case 'Reject':
      return { kind: 'bounced', details: fieldsOf(event['reject']), person: {} };
    case 'Complaint': {
      const details = fieldsOf(event['complaint']);
      const type = details['complaintFeedbackType']; // of the report, where the mailbox provider sent one
      return typeof type === 'string' && !isComplaintType(type)
        ? null
        : { kind: 'complained', details, person: fieldsOf(firstOf(details['complainedRecipients'])) };
    }
    case 'Subscription': {
      const details = fieldsOf(event['subscription']);
      const now = fieldsOf(details['newTopicPreferences']);
      return now['unsubscribeAll'] === true ? { kind: 'unsubscribed', details, person: {} } : null;
    }
    default:
      return null;
  }
}

/** SES replaces the Message-ID on the way and tells ours among the headers. */
function namesIn(event: Fields): unknown[] {
  const mail = fieldsOf(event['mail']);
  const headers = Array.isArray(mail['headers']) ? mail['headers'].filter(isRecord) : [];
  const named = headers.filter(({ name }) => String(name).toLowerCase() === 'message-id').map(({ value }) => value);
  return [...named, fieldsOf(mail['commonHeaders'])['messageId'], firstOf(fieldsOf(mail['tags'])['delivery_id'])];
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value as readonly unknown[])[0] : undefined;
}

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
