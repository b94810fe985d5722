import { Injectable } from '@nestjs/common';
import {
  type AttributeValue,
  Contact,
  type ContactFilter,
  contactHandle,
  contactsRoutes,
  handleRequired,
  standardFields,
} from '@engagex/domain/contacts';
import { addressKey, conflict, DomainError, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, rowsOf, TenantDb } from '@engagex/tenancy';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { noteCaller } from '../preferences/index.ts';
import { AttributesService } from '../attributes/index.ts';
import { Rooms } from '../plans/index.ts';
import { addContacts } from './add-contacts.ts';
import { contactColumns, contactsWith, deleteContact } from './contacts.queries.ts';
import { FindContacts } from './find-contacts.ts';
import { groupsOfContact, rejoinGroups } from './groups.queries.ts';

/** $1–8 the standard fields, $9 attributes, $10 who. */
const addByHand = `${addContacts(`values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'subscribed', null, $10, $10)`)} returning ${contactColumns}`;

@Injectable()
export class ContactsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly attributes: AttributesService,
    private readonly find: FindContacts,
    private readonly rooms: Rooms,
  ) {}

  list({ cursor, limit, sort, ...filter }: ParsedInputOf<typeof contactsRoutes.list>) {
    return this.find.page(filter, { sort, cursor, limit });
  }

  async count(filter: ContactFilter) {
    return { count: await this.find.count(filter) };
  }

  async get(id: string): Promise<Contact> {
    const contact = await this.db.find(Contact, id);
    if (!contact) throw notFound('contact');
    return contact;
  }

  async getWithGroups(id: string) {
    const [contact, groups] = await this.db.answersTo([
      this.db.byId(Contact, id),
      rowsOf<{ id: string; name: string }>(groupsOfContact, [id]),
    ]);
    if (!contact) throw notFound('contact');
    return Object.assign(contact, { groups });
  }

  /** A deleted contact of the same address or external id comes back with its preferences: who unsubscribed stays so. */
  async create({ attributes, ...input }: ParsedInputOf<typeof contactsRoutes.create>): Promise<Contact> {
    const values = withoutNull(await this.attributes.read(attributes));
    const same = await this.#sameAs(input);
    const deleted = same.length === 1 && same[0]?.deletedAt && !same[0].mergedIntoId ? same[0].id : null;
    if (same.length > 0 && !deleted) throw exists(same, input);
    await this.rooms.take('contacts');
    if (!deleted)
      return this.#add(
        standardFields.map((name) => input[name] ?? null),
        values,
      );
    const fields = Object.fromEntries(standardFields.map((name) => [name, input[name] ?? null]));
    const contact = await this.db.repo(Contact).findOneByOrFail({ id: deleted });
    return this.#save(Object.assign(contact, fields, { attributes: values, deletedAt: null }));
  }

  async update({ id, version, attributes, ...changes }: ParsedInputOf<typeof contactsRoutes.update>): Promise<Contact> {
    const edited = { route: contactsRoutes.update, lastChange: lastChangeOf('contacts'), id, version } as const;
    await assertUnchanged(this.db, edited, () => this.get(id));
    const contact = await this.get(id);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    Object.assign(contact, given);
    if (!contactHandle(contact))
      throw invalid('input.invalid', handleRequired, [{ path: ['email'], message: handleRequired }]);
    const others = (await this.#sameAs(contact)).filter((other) => other.id !== id);
    if (others.length > 0) throw exists(others, contact);
    contact.attributes = withoutNull({ ...contact.attributes, ...(await this.attributes.read(attributes ?? {})) });
    return this.#save(contact);
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
    if (await this.db.row('select 1 from contacts where id = $1 and merged_into_id is not null', [id]))
      throw conflict('contact.merged', 'This contact was merged into another one. Use that one instead.');
    if (contact.deletedAt && contact.subscription === 'subscribed') await this.rooms.take('contacts');
    await this.db.rows(rejoinGroups, [id]);
    return this.#save(Object.assign(contact, { deletedAt: null }));
  }

  /** Another row may have the address even though it is deleted: it is that person's for ever. */
  #sameAs({ email, externalId }: Handles): Promise<SameContact[]> {
    return this.db.rows<SameContact>(contactsWith, [email ? addressKey(email) : null, externalId ?? null]);
  }

  async #add(
    fields: readonly (string | null)[],
    attributes: Readonly<Record<string, AttributeValue>>,
  ): Promise<Contact> {
    const added = await this.db.row<Contact>(addByHand, [...fields, attributes, currentUserId()]);
    if (!added) throw new Error('An insert returns its row.');
    this.#announce(added.id);
    return Object.assign(new Contact(), added);
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

interface Handles {
  readonly email?: string | null | undefined;
  readonly externalId?: string | null | undefined;
}

interface SameContact {
  readonly id: string;
  readonly emailKey: string | null;
  readonly externalId: string | null;
  readonly deletedAt: Date | null;
  readonly mergedIntoId: string | null;
}

function exists(others: readonly SameContact[], { email }: Handles): DomainError {
  const hasAddress = Boolean(email) && others.some(({ emailKey }) => emailKey === addressKey(email ?? ''));
  const [path, what] = hasAddress ? ['email', 'address'] : ['externalId', 'external ID'];
  const message = `There is already a contact with this ${what}.`;
  return new DomainError('conflict', 'contact.exists', message, { errors: [{ path: [path], message }] });
}

function withoutNull(values: Readonly<Record<string, AttributeValue | null>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
