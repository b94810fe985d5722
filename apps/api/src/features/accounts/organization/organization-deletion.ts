import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { deletionDays } from '@engagex/domain/accounts';
import { conflict, invalid, notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { Live } from '../../../platform/live/live.ts';
import { LOGGER } from '../../../platform/tokens.ts';
import { Clock } from '../../../ports/clock.ts';
import { AccountMail } from '../account-mail.ts';

const day = 24 * 60 * 60 * 1000;

interface Organization {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly deletesAt: Date | null;
}

interface Person {
  readonly name: string;
  readonly email: string;
}

/**
 * Requesting the deletion of the scope's organization, and cancelling it. Until the day comes nothing is deleted and
 * everything goes on, but no campaign is started; what happens on that day is `PurgeOrganization`.
 */
@Injectable()
export class OrganizationDeletion {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly mail: AccountMail,
  ) {}

  /** `typed` must be the organization's name. Every owner gets a mail. Opens its own transaction. */
  async request(typed: string): Promise<void> {
    const { organization, deletesAt, owners, requester } = await this.db.transaction(async () => {
      const found = await this.#lock();
      if (typed.trim().normalize() !== found.name.normalize()) throw wrongName(found.name);
      if (found.deletesAt) throw conflict('organization.deleting', 'Its deletion has already been requested.');
      const now = this.clock.now();
      const until = new Date(now.getTime() + deletionDays * day);
      await this.db.rows(
        `update organizations set delete_requested_at = $1, delete_requested_by_id = $2, deletes_at = $3, updated_at = now()
         where id = current_organization()`,
        [now, currentUserId(), until],
      );
      afterCommit(() => this.live.publish('organization'));
      return {
        organization: found,
        deletesAt: until,
        owners: await this.db.rows<Person>(
          `select u.name, u.email from memberships m join users u on u.id = m.user_id where m.role = 'owner'`,
        ),
        requester: await this.db.row<Person>('select name, email from users where id = $1', [currentUserId()]),
      };
    });
    await Promise.all(owners.map((owner) => this.#tell(owner, requester, organization, deletesAt)));
  }

  /** Nothing of it was deleted yet. Doing it twice changes nothing. */
  async keep(): Promise<void> {
    const kept = await this.db.affected(
      `update organizations set delete_requested_at = null, delete_requested_by_id = null, deletes_at = null, updated_at = now()
       where id = current_organization() and deleted_at is null`,
    );
    if (kept === 0) throw notFound('organization');
    afterCommit(() => this.live.publish('organization'));
  }

  async #lock(): Promise<Organization> {
    const found = await this.db.row<Organization>(
      `select id, name, time_zone as "timeZone", deletes_at as "deletesAt" from organizations
       where id = current_organization() and deleted_at is null for update`,
    );
    if (!found) throw notFound('organization');
    return found;
  }

  async #tell(owner: Person, requester: Person | null, { id, name, timeZone }: Organization, at: Date): Promise<void> {
    const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(at);
    const { kind, response } = await this.mail.send({
      to: { name: owner.name, address: owner.email },
      subject: `${name} will be deleted on ${date}`,
      paragraphs: [
        `Hello ${owner.name}, ${requester?.name ?? 'an owner'} requested the deletion of ${name}. On ${date}, everything in it will be permanently deleted: contacts, templates, campaigns and their reports.`,
        'Until then everything keeps working, but no campaign can be started. Any owner can cancel the deletion in the settings of the organization.',
      ],
      button: { label: `Open the settings of ${name}`, url: this.mail.addressOf(`/o/${id}/settings`) },
    });
    if (kind !== 'accepted' && kind !== 'unknown')
      this.log.warn({ response }, 'an owner could not be told of a deletion');
  }
}

function wrongName(name: string) {
  const message = `That is not its name. Type “${name}” to delete it.`;
  return invalid('organization.wrong-name', message, [{ path: ['name'], message }]);
}
