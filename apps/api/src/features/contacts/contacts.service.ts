import { Injectable } from '@nestjs/common';
import { Contact, type contactsRoutes, type ContactView } from '@engagex/domain/contacts';
import { addressKey, DomainError, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { IsNull } from 'typeorm';
import { pageOf, readCursor, upperBoundOf } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { SegmentMembers } from '../segments/index.ts';
import { noteCaller } from '../wishes/index.ts';
import {
  addContact,
  type ContactFilter,
  countContacts,
  deleteContact,
  groupsOfContact,
  listContacts,
  rejoinGroups,
} from './contacts.queries.ts';

@Injectable()
export class ContactsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly segments: SegmentMembers,
  ) {}

  async list({ cursor, limit, ...filter }: ParsedInputOf<typeof contactsRoutes.list>) {
    const { sql, parameters } = listContacts(
      await this.#withSegment(filter),
      readCursor(cursor),
      limit + 1,
      upperBoundOf,
    );
    return pageOf(await this.db.rows<ContactView>(sql, parameters), limit, (row) => row.id);
  }

  async count(filter: ParsedInputOf<typeof contactsRoutes.count>) {
    const { sql, parameters } = countContacts(await this.#withSegment(filter), upperBoundOf);
    return (await this.db.row<{ count: string }>(sql, parameters)) ?? { count: '0' };
  }

  async get(id: string): Promise<Contact> {
    const contact = await this.db.repo(Contact).findOneBy({ id, deletedAt: IsNull() });
    if (!contact) throw notFound('contact');
    return contact;
  }

  async getWithGroups(id: string) {
    const contact = await this.get(id);
    return Object.assign(contact, {
      groups: await this.db.rowsByKey<{ id: string; name: string }>(groupsOfContact, [id]),
    });
  }

  /** A deleted contact of the same address comes back with its wishes: who unsubscribed stays unsubscribed. */
  async create({
    email,
    firstName,
    lastName,
    attributes,
  }: ParsedInputOf<typeof contactsRoutes.create>): Promise<Contact> {
    const row = await this.db.row<{ id: string }>(addContact, [
      email,
      firstName,
      lastName,
      attributes,
      currentUserId(),
    ]);
    if (!row) throw contactExists();
    this.#announce(row.id);
    return this.get(row.id);
  }

  async update({ id, ...changes }: ParsedInputOf<typeof contactsRoutes.update>): Promise<Contact> {
    const contact = await this.get(id);
    if (changes.email && addressKey(changes.email) !== addressKey(contact.email)) await this.#assertFree(changes.email);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    return this.#save(Object.assign(contact, given));
  }

  async unsubscribe(id: string): Promise<Contact> {
    const contact = await this.get(id);
    await noteCaller(this.db);
    contact.unsubscribe(this.clock.now());
    return this.#save(contact);
  }

  async delete(id: string): Promise<void> {
    const row = await this.db.row(deleteContact, [id, this.clock.now(), currentUserId()]);
    if (!row) throw notFound('contact');
    this.#announce(id);
  }

  async restore(id: string): Promise<Contact> {
    const contact = await this.db.repo(Contact).findOneBy({ id });
    const isErased = await this.db.row('select 1 from contacts where id = $1 and erased_at is not null', [id]);
    if (!contact || isErased) throw notFound('contact');
    await this.db.rows(rejoinGroups, [id]);
    return this.#save(Object.assign(contact, { deletedAt: null }));
  }

  async #withSegment({ segmentId, ...filter }: ParsedInputOf<typeof contactsRoutes.count>): Promise<ContactFilter> {
    if (!segmentId) return filter;
    const parameters: unknown[] = [];
    return { ...filter, segment: { ...(await this.segments.compileById(segmentId, parameters)), parameters } };
  }

  /** Another row may have the address even though it is deleted: it is that person's for ever. */
  async #assertFree(email: string): Promise<void> {
    if (await this.db.row('select 1 from contacts where email_key = $1', [addressKey(email)])) throw contactExists();
  }

  async #save(contact: Contact): Promise<Contact> {
    const saved = await this.db.repo(Contact).save(Object.assign(contact, { updatedById: currentUserId() }));
    this.#announce(saved.id);
    return saved;
  }

  #announce(id: string): void {
    afterCommit(() => {
      this.live.publish('contacts', id);
      this.live.publish('groups');
      this.live.publish('analytics');
    });
  }
}

function contactExists(): DomainError {
  const message = 'There is already a contact with this address.';
  return new DomainError('conflict', 'contact.exists', message, { errors: [{ path: ['email'], message }] });
}
