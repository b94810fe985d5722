import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { idempotencyHeader, idempotencyHours, type MessageInput, type messagesRoutes } from '@engagex/domain/messages';
import { addressKey, conflict, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { Template } from '@engagex/domain/templates';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { SendingSuspensions } from '../sending-suspensions/index.ts';
import { Senders } from '../transports/index.ts';
import { MessageContent, type Person } from './message-content.ts';
import { MessageFiles } from './message-files.ts';
import { MessageWakeUps } from './messages.jobs.ts';
import {
  addMessage,
  contactByAddress,
  contactByExternalId,
  contactById,
  messageOfKey,
  organizationOf,
  releaseKey,
} from './messages.queries.ts';

interface Receipt {
  readonly id: string;
  readonly createdAt: Date;
}

interface Organization {
  readonly messageId: string;
  readonly name: string;
  readonly postalAddress: string | null;
  readonly senderName: string | null;
  readonly senderEmail: string | null;
  readonly timeZone: string;
}

interface Recipient {
  readonly contactId: string | null;
  readonly address: string;
  readonly name: string;
  readonly person: Person;
}

/** Everything a message is made of, and the id it will have. */
interface Order {
  readonly organization: Organization;
  readonly template: Template | null;
  readonly recipient: Recipient;
  readonly from: { readonly name: string; readonly address: string };
}

interface Keyed {
  readonly key: string | null;
  readonly hash: Buffer | null;
}

/**
 * Takes a message over: once this resolves it is a row, and will be sent or say why not. What it says is written here,
 * so whoever sends it is told at once what is wrong with it.
 */
@Injectable()
export class AcceptMessage {
  constructor(
    private readonly db: TenantDb,
    private readonly content: MessageContent,
    private readonly files: MessageFiles,
    private readonly wakeUps: MessageWakeUps,
    private readonly live: Live,
    private readonly senders: Senders,
    private readonly suspensions: SendingSuspensions,
  ) {}

  async accept(request: ParsedInputOf<typeof messagesRoutes.create>): Promise<Receipt> {
    const { [idempotencyHeader]: key = null, ...input } = request;
    const keyed: Keyed = { key, hash: key === null ? null : hashOf(input) };
    const known = await this.db.transaction(async () => (await this.#known(keyed)) ?? (await this.#read(input)));
    if ('createdAt' in known) return known;
    const written = await this.content.write(input, known.template, {
      contact: known.recipient.person,
      organization: known.organization,
    });
    await this.files.store(known.organization.messageId, input.attachments);
    const receipt = await this.db.transaction(() => this.#add(keyed, input, known, written));
    if (receipt.id !== known.organization.messageId && input.attachments.length > 0)
      await this.files.remove(known.organization.messageId);
    return receipt;
  }

  /** The answer to the first request under this key; throws when that asked for something else. */
  async #known({ key, hash }: Keyed): Promise<Receipt | null> {
    if (key === null || hash === null) return null;
    const first = await this.db.row<Receipt & { readonly requestHash: Buffer }>(messageOfKey, [key, idempotencyHours]);
    if (!first) return null;
    if (!first.requestHash.equals(hash)) {
      throw conflict(
        'message.idempotency-key',
        `This Idempotency-Key was used for another message within ${idempotencyHours} hours. Use a new key for each message.`,
      );
    }
    return { id: first.id, createdAt: first.createdAt };
  }

  async #read(input: MessageInput): Promise<Order> {
    await this.suspensions.assertMaySend();
    const organization = await this.db.row<Organization>(organizationOf);
    if (!organization) throw new Error('The organization of this scope does not exist.');
    const { templateId } = input;
    const template = templateId ? await this.db.find(Template, templateId) : null;
    if (templateId && !template) throw notFound('template');
    const from = senderOf(input, organization);
    await this.senders.assert(from.address, 'from');
    return { organization, template, recipient: await this.#recipientOf(input.to), from };
  }

  async #recipientOf({ address, name, contactId, externalId }: MessageInput['to']): Promise<Recipient> {
    const [sql, value] = contactId
      ? ([contactById, contactId] as const)
      : externalId
        ? ([contactByExternalId, externalId] as const)
        : ([contactByAddress, addressKey(address ?? '')] as const);
    const contact = await this.db.row<Person & { readonly id: string }>(sql, [value]);
    const reached = address ?? contact?.email;
    if (!contact && !address) throw notFound('contact');
    if (!reached) {
      const words = 'This contact has no email address. Give an address, or add one to the contact.';
      throw invalid('message.no-address', words, [{ path: ['to'], message: words }]);
    }
    const { id = null, ...person } = contact ?? { email: reached, first_name: null, last_name: null };
    const called = name ?? [person.first_name, person.last_name].filter(Boolean).join(' ');
    return { contactId: id, address: reached, name: called, person };
  }

  async #add(
    { key, hash }: Keyed,
    input: MessageInput,
    { organization, template, recipient, from }: Order,
    { subject, html, text }: { subject: string; html: string; text: string },
  ): Promise<Receipt> {
    const { actor } = currentScope();
    if (key !== null) await this.db.rows(releaseKey, [key, idempotencyHours]);
    const receipt = await this.db.row<Receipt>(addMessage, [
      organization.messageId,
      key,
      hash,
      recipient.contactId,
      recipient.address,
      addressKey(recipient.address),
      recipient.name,
      from.name,
      from.address,
      input.replyTo?.name ?? null,
      input.replyTo?.address ?? null,
      template?.id ?? null,
      subject,
      html,
      text,
      JSON.stringify(input.headers),
      currentUserId(),
      actor.kind === 'key' ? actor.keyId : null,
    ]);
    if (!receipt) {
      // Somebody else's request under the same key was quicker, and has committed by now.
      const first = await this.#known({ key, hash });
      if (!first)
        throw conflict('message.idempotency-key', 'This Idempotency-Key is being used. Try again in a moment.');
      return first;
    }
    // Without whom it went to and what it says: the log is kept when people are erased.
    noteAudit({
      objectId: receipt.id,
      objectName: template?.name ?? 'Message',
      after: { from: from.address, attachments: input.attachments.length },
    });
    afterCommit(() => {
      this.live.publish('messages');
      return this.wakeUps.wake();
    });
    return receipt;
  }
}

function senderOf({ from }: MessageInput, { name, senderName, senderEmail }: Organization): Order['from'] {
  if (from) return from;
  if (senderEmail) return { name: senderName ?? name, address: senderEmail };
  const words = 'Give a sender, or set your organization’s default sender in its settings.';
  throw invalid('message.sender', words, [{ path: ['from'], message: words }]);
}

/** Two bodies that mean the same are the same, however their JSON is written. */
function hashOf(input: object): Buffer {
  const sorted = (_: string, value: unknown): unknown =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  return createHash('sha256').update(JSON.stringify(input, sorted)).digest();
}
