import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { confirmationDays, type formSubmission, type FormView } from '@engagex/domain/forms';
import { recipientLanguageOf, type Speech, speechIn } from '@engagex/domain/recipients';
import { addressKey } from '@engagex/domain/shared';
import { afterCommit, retryingDeadlocks, runInScope, TenantDb } from '@engagex/tenancy';
import type { z } from 'zod';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { signUp } from '../contacts/index.ts';
import { unsuppressReturned } from '../suppressions/index.ts';
import { LimitRefusals, Rooms } from '../plans/index.ts';
import { noteOrigin, saveTopicPreferences } from '../preferences/index.ts';
import { ConfirmationMail } from './confirmation-mail.ts';
import type { OpenForm, Sender } from './open-form.ts';
import {
  askToConfirm,
  confirm,
  formOf,
  noteConsent,
  organizationOfForm,
  senderOfForms,
  standingOf,
  waiting,
} from './forms.queries.ts';

/** Mails to one address in a day, however often somebody fills it in. */
const mailsInADay = 5;

interface Standing {
  readonly subscription: 'subscribed' | 'unsubscribed' | null;
  readonly language: string | null;
  readonly isBarred: boolean;
  readonly hasLeft: boolean;
  readonly askedToday: number;
  readonly wasJustAsked: boolean;
}

interface Person {
  readonly email: string;
  readonly emailKey: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** People who sign themselves up: at once, or by a link that is mailed to the address they gave. */
@Injectable()
export class SignUps {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly mail: ConfirmationMail,
    private readonly rooms: Rooms,
    private readonly refusals: LimitRefusals,
  ) {}

  /** Null when there is no such form (any more). */
  async open(formId: string): Promise<OpenForm | null> {
    const [found]: { organizationId: string | null }[] = await this.source.query(organizationOfForm, [formId]);
    const organizationId = found?.organizationId;
    if (!organizationId) return null;
    return inScope(organizationId, () =>
      this.db.transaction(async () => {
        const form = await this.db.row<FormView>(formOf, [formId]);
        const sender = await this.db.row<Sender>(senderOfForms);
        return form && sender ? { organizationId, form, sender } : null;
      }),
    );
  }

  /**
   * Takes what somebody filled in. What is done with it shows to nobody: the answer and, since mail goes out
   * afterwards, its time are the same for every address. The mail is in the language of the person who has the address, where
   * that is known, else in the one of the form's page. Resolves to false, whoever it is, when the organization's plan has no room left.
   */
  async submit(
    open: OpenForm,
    input: z.output<typeof formSubmission>,
    address: string | null,
    speech: Speech,
  ): Promise<boolean> {
    const person = { ...input, emailKey: addressKey(input.email) };
    const token = randomBytes(32).toString('base64url');
    const asked = await inScope(open.organizationId, () =>
      retryingDeadlocks(() => this.db.transaction(() => this.#take(open.form, person, token, address))),
    );
    if (asked === 'no room') {
      this.refusals.note(open.organizationId, 'contacts');
      return false;
    }
    if (!asked) return true;
    const own = recipientLanguageOf(asked.language);
    this.mail
      .send(open, person.email, token, own ? speechIn(own) : speech)
      .catch((err: unknown) => this.log.error({ err, formId: open.form.id }, 'a confirmation could not be mailed'));
    return true;
  }

  /** The address that a link would confirm; null when it was used, has expired or was never made. */
  async waiting({ organizationId, form }: OpenForm, token: string): Promise<string | null> {
    const row = await inScope(organizationId, () =>
      this.db.transaction(() => this.db.row<{ email: string }>(waiting, [form.id, hashOf(token)])),
    );
    return row?.email ?? null;
  }

  /** Resolves to whether this was the one time the link works. */
  async confirm({ organizationId, form }: OpenForm, token: string, address: string | null): Promise<boolean> {
    return inScope(organizationId, () =>
      retryingDeadlocks(() =>
        this.db.transaction(async () => {
          const person = await this.db.row<Person & { wording: string; wordingVersion: number }>(confirm, [
            form.id,
            hashOf(token),
          ]);
          if (!person) return false;
          const wording = wordingOf(form.name, person.wording, person.wordingVersion);
          await noteOrigin(this.db, { source: 'double_opt_in', wording, address });
          await this.#subscribe(form, person);
          return true;
        }),
      ),
    );
  }

  /** Resolves to whom a mail has to ask, or null. Whoever left comes back by confirming only, also where others need not. */
  async #take(
    form: FormView,
    person: Person,
    token: string,
    address: string | null,
  ): Promise<Standing | null | 'no room'> {
    if (!(await this.rooms.takesSignUp())) return 'no room';
    // One address at a time, so that fifty at once are not asked fifty times.
    await this.db.rows(`select pg_advisory_xact_lock(hashtextextended(current_organization()::text || $1, 0))`, [
      person.emailKey,
    ]);
    const standing = await this.db.row<Standing>(standingOf, [person.emailKey]);
    if (!standing || standing.isBarred) return null;
    const mustConfirm = form.doubleOptIn || standing.hasLeft || standing.subscription === 'unsubscribed';
    if (!mustConfirm) {
      const isNew = standing.subscription === null;
      if (!isNew) return null; // subscribed already, and nobody has shown that it is them
      await noteOrigin(this.db, {
        source: 'form',
        wording: wordingOf(form.name, form.wording, form.wordingVersion),
        address,
      });
      await this.#subscribe(form, person);
      return null;
    }
    if (standing.wasJustAsked || standing.askedToday >= mailsInADay) return null;
    const { email, emailKey, firstName, lastName } = person;
    const asked = [email, emailKey, firstName, lastName, form.wording, form.wordingVersion, address, hashOf(token)];
    await this.db.rows(askToConfirm, [form.id, ...asked, confirmationDays]);
    return standing;
  }

  async #subscribe(form: FormView, person: Person): Promise<void> {
    const contact = await signUp(this.db, person, form.groupIds);
    // A trigger notes a change from unsubscribed; the others have agreed as well.
    if (contact.was !== 'unsubscribed') await this.db.rows(noteConsent, [contact.id, contact.was]);
    await unsuppressReturned(this.db, person.emailKey);
    if (form.topicId) await this.db.rows(saveTopicPreferences, [contact.id, [form.topicId], [form.topicId]]);
    afterCommit(() => {
      this.live.publish('contacts', contact.id);
      for (const noun of ['groups', 'preferences', 'suppressions', 'analytics'] as const) this.live.publish(noun);
    });
  }
}

function inScope<T>(organizationId: string, work: () => Promise<T>): Promise<T> {
  return runInScope({ organizationId, actor: { kind: 'system', name: 'forms' } }, work);
}

function wordingOf(form: string, wording: string, version: number): string {
  return `${form}, version ${version}: ${wording}`;
}

/** The token has 256 random bits, so a plain hash is enough. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
