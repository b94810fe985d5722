import { Injectable } from '@nestjs/common';
import { id, optionalLine } from '@engagex/domain/shared';
import { afterCommit, retryingDeadlocks, runInScope, TenantDb } from '@engagex/tenancy';
import { z } from 'zod';
import { Live } from '../../platform/live/live.ts';
import { endBreak, renamePerson, takeBreak } from '../contacts/index.ts';
import { noteOrigin, saveTopicPreferences, topicsOfContact } from '../preferences/index.ts';
import { lockPerson, personOf } from './engagements.queries.ts';
import { undoAction } from './pages.ts';
import type { PreferencesShown } from './preferences-page.ts';
import type { ReadToken } from './tracking-token.ts';
import { type Client, Unsubscribes } from './unsubscribe.ts';

/** A form sends one value or several of a name; a browser never so many. */
const ids = z.preprocess((value) => [value ?? []].flat(), z.array(id).max(200));

export const longestName = 100;

/** What the forms of the page send. */
export const preferencesInput = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('save'),
    shown: ids,
    wanted: ids,
    firstName: optionalLine(longestName),
    lastName: optionalLine(longestName),
  }),
  z.object({ action: z.enum(['pause-30', 'pause-90', 'resume']) }),
  z.object({ action: z.literal('leave') }),
  z.object({ action: z.literal(undoAction) }),
]);
type PreferencesInput = z.output<typeof preferencesInput>;
export type PreferencesAction = PreferencesInput['action'];
type Change = Exclude<PreferencesInput, { action: typeof undoAction }>;

interface Person extends Omit<PreferencesShown, 'topics' | 'isMasked'> {
  readonly contactId: string;
  readonly language: string | null;
  readonly subscription: 'subscribed' | 'unsubscribed';
}

export type Preferences = Person & PreferencesShown;

/** What a recipient wants, said by themselves: the signed link of a message shows who they are. */
@Injectable()
export class PreferenceCentre {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly unsubscribes: Unsubscribes,
  ) {}

  /** Null when there is no such delivery or person (any more). */
  async of(message: ReadToken): Promise<Preferences | null> {
    return inScopeOf(message, () => this.db.transaction(() => this.#read(message)));
  }

  /** Takes back having left just now; `read` is what the person read on the button. */
  async undo(message: ReadToken, client: Client, read: string): Promise<Preferences | null> {
    await this.unsubscribes.undo(message, client, 'preference_centre', read);
    return this.of(message);
  }

  /** Stored before it resolves; doing it twice changes nothing. Several at once come one after the other. */
  async change(message: ReadToken, input: Change, client: Client): Promise<Preferences | null> {
    if (input.action === 'leave') {
      await this.unsubscribes.unsubscribe(message, client, 'preference_centre');
      return this.of(message);
    }
    return inScopeOf(message, () =>
      retryingDeadlocks(() => this.db.transaction(() => this.#change(message, input, client))),
    );
  }

  async #change(
    message: ReadToken,
    input: Exclude<Change, { action: 'leave' }>,
    { address }: Client,
  ): Promise<Preferences | null> {
    const person = await this.db.row<{ contactId: string }>(lockPerson, [message.deliveryId]);
    if (!person) return null;
    const { contactId } = person;
    await noteOrigin(this.db, { source: 'preference_centre', address });
    if (input.action === 'save') {
      await this.db.rows(saveTopicPreferences, [contactId, input.shown, input.wanted]);
      if (message.purpose === 'preferences')
        await this.db.rows(renamePerson, [contactId, input.firstName, input.lastName]);
    } else if (input.action === 'resume') await this.db.rows(endBreak, [contactId]);
    else await this.db.rows(takeBreak, [contactId, input.action === 'pause-30' ? 30 : 90]);
    afterCommit(() => {
      this.live.publish('contacts', contactId);
      this.live.publish('preferences', contactId);
    });
    return this.#read(message);
  }

  async #read({ deliveryId, purpose }: ReadToken): Promise<Preferences | null> {
    const person = await this.db.row<Person>(personOf, [deliveryId]);
    if (!person) return null;
    const topics = await this.db.rows<PreferencesShown['topics'][number]>(topicsOfContact, [person.contactId]);
    return { ...person, topics, isMasked: purpose !== 'preferences' };
  }
}

function inScopeOf<T>({ organizationId }: ReadToken, work: () => Promise<T>): Promise<T> {
  return runInScope({ organizationId, actor: { kind: 'system', name: 'preferences' } }, work);
}
