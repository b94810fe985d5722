import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  type InvitationForInvited,
  type OrganizationOfUser,
  type Role,
  roleNames,
  type SessionView,
} from '@engagex/domain/accounts';
import { addressKey, conflict, DomainError } from '@engagex/domain/shared';
import { afterCommit, runInScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { AuditTrail } from '../../platform/audit/audit-trail.ts';
import { Live } from '../../platform/live/live.ts';
import { Notify } from '../../platform/notify.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { AccountsService } from './accounts.service.ts';
import { addMember, addUser } from './joining.queries.ts';
import { acceptInvitation, invitationForHolder } from './members.queries.ts';
import { byFirstFactor, organizationOf, type OrganizationRow, organizationsOfUser } from './organizations-of-user.ts';
import { Passwords } from './passwords.ts';
import { hashOfToken } from './tokens.ts';

/** What the holder of an invitation's link can do. Only the link identifies the organization. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly source: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
    private readonly trail: AuditTrail,
    private readonly notify: Notify,
  ) {}

  async view(token: string): Promise<InvitationForInvited> {
    return this.#withInvitation(token, (id) => this.#read(id));
  }

  /** Joins the signed-in user. If their address is not the invited one, they have to confirm first. */
  async accept(userId: string, token: string, asMyself: boolean): Promise<OrganizationOfUser> {
    return this.#withInvitation(token, async (id) => {
      const { email, organizationId } = await this.#read(id);
      const [user]: { email: string }[] = await this.db.rows('select email from users where id = $1', [userId]);
      if (!asMyself && addressKey(user?.email ?? '') !== addressKey(email)) {
        throw conflict(
          'invitation.other-address',
          `This invitation was sent to ${email}, and you are signed in as ${user?.email}.`,
        );
      }
      await this.#join(id, userId);
      const joined = await this.db.row<OrganizationRow>(`${organizationsOfUser} where id = $2`, [
        userId,
        organizationId,
      ]);
      if (!joined) throw unusable();
      return organizationOf(joined, byFirstFactor, this.config.BILLING);
    });
  }

  /** A new user with the invited address. The address counts as confirmed, since the link was mailed there. */
  async signUp(input: { token: string; name: string; password: string }): Promise<SessionView> {
    const { email: invited, organizationName } = await this.view(input.token);
    const passwordHash = await this.passwords.hash(input.password, [invited, input.name, organizationName]);
    const userId = await this.#withInvitation(input.token, async (id) => {
      const { email } = await this.#read(id);
      const user = await this.db.row<{ id: string }>(addUser, [input.name, email, passwordHash, true]);
      if (!user) throw conflict('user.exists', 'There is already an account for this address. Sign in to accept.');
      await this.#join(id, user.id);
      return user.id;
    });
    return this.accounts.session(userId);
  }

  /** Two acceptances of one invitation wait for each other at its row, and the second finds it used. */
  async #join(id: string, userId: string): Promise<void> {
    const accepted = await this.db.row<{ role: Role; email: string }>(acceptInvitation, [id, userId]);
    if (!accepted) throw unusable();
    await this.db.rows(addMember, [userId, accepted.role]);
    await this.trail.record(userId, {
      objectType: 'invitations',
      objectId: id,
      objectName: accepted.email,
      before: null,
      after: { role: accepted.role },
    });
    const why = `${accepted.email} has the role ${roleNames[accepted.role].toLowerCase()}.`;
    await this.notify.tell({ kind: 'invitation_accepted', objectId: userId, why, except: [userId] });
    afterCommit(() => {
      this.live.publish('members');
      this.live.publish('invitations');
    });
  }

  async #read(id: string): Promise<InvitationForInvited> {
    const invitation = await this.db.row<InvitationForInvited>(invitationForHolder, [id]);
    if (!invitation) throw unusable();
    return invitation;
  }

  async #withInvitation<T>(token: string, work: (id: string) => Promise<T>): Promise<T> {
    const [found]: { organizationId: string; id: string }[] = await this.source.query(
      'select organization_id as "organizationId", id from invitation_of_token($1)',
      [hashOfToken(token)],
    );
    if (!found) throw unusable();
    const scope = { organizationId: found.organizationId, actor: { kind: 'system', name: 'invitations' } } as const;
    return runInScope(scope, () => this.db.transaction(() => work(found.id)));
  }
}

function unusable(): DomainError {
  return new DomainError(
    'not-found',
    'invitation.unusable',
    'This invitation was used or withdrawn, or it has expired. Ask for a new one.',
  );
}
