import { Injectable } from '@nestjs/common';
import {
  grantableRoles,
  type InvitationForInvited,
  invitationActionsOf,
  invitationDays,
  type invitationsRoutes,
  type InvitationView,
  type Role,
  roleNames,
  roles,
} from '@engagex/domain/accounts';
import { addressKey, conflict, DomainError, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { Rooms } from '../plans/index.ts';
import { AccountMail } from './account-mail.ts';
import {
  addInvitation,
  dropExpired,
  invitationForHolder,
  invitationMails,
  listInvitations,
  memberOfAddress,
  noteSending,
  openInvitation,
  renewInvitation,
  revokeInvitation,
} from './members.queries.ts';
import { newToken } from './tokens.ts';

const day = 24 * 60 * 60 * 1000;
const maxOpen = 200;
/** Mails within a day: to one address by one organization and by all, and by one organization to everybody. */
const most = { here: 5, anywhere: 10, ofOrganization: 500 };

type Invitation = Omit<InvitationView, 'can'>;

/** Inviting people, as members see it. Each verb opens its own transaction, since a mail goes out between two of them. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly mail: AccountMail,
    private readonly rooms: Rooms,
  ) {}

  async list() {
    return { items: await this.#withActions(await this.db.rows<Invitation>(listInvitations)) };
  }

  async create({ email, role }: ParsedInputOf<typeof invitationsRoutes.create>): Promise<InvitationView> {
    const { token, hash } = newToken();
    const id = await this.db.transaction(async () => {
      await this.#assertMayGrant(role);
      await this.#assertRoom();
      const key = addressKey(email);
      if (await this.db.row(memberOfAddress, [key])) throw refusedAddress('member', 'This person is already a member.');
      await this.#assertNotTooMany(key);
      await this.db.rows(dropExpired, [key]);
      await this.rooms.take('seats');
      const row = await this.db.row<{ id: string }>(addInvitation, [email, role, hash, this.#until(), currentUserId()]);
      if (!row)
        throw refusedAddress('exists', 'This address has already been invited. Resend that invitation instead.');
      noteAudit({ objectId: row.id });
      return row.id;
    });
    return this.#deliver(id, token);
  }

  async resend(id: string): Promise<InvitationView> {
    const { token, hash } = newToken();
    await this.db.transaction(async () => {
      const invitation = await this.#open(id);
      await this.#assertMayGrant(invitation.role);
      await this.#assertNotTooMany(addressKey(invitation.email));
      // One that expired has given its seat back.
      if (invitation.isExpired) await this.rooms.take('seats');
      const renewed = await this.db.row(renewInvitation, [id, hash, this.#until(), currentUserId()]);
      if (!renewed)
        throw new DomainError('limit', 'invitation.too-soon', 'It was just sent. Wait a minute, then try again.');
    });
    return this.#deliver(id, token);
  }

  async revoke(id: string): Promise<void> {
    const revoked = await this.db.affected(revokeInvitation, [id, currentUserId()]);
    if (revoked === 0) throw notFound('invitation');
    afterCommit(() => this.live.publish('invitations'));
  }

  /** Hands the mail over and keeps its outcome; a mail that failed leaves an invitation that can be sent again. */
  async #deliver(id: string, token: string): Promise<InvitationView> {
    const { email, role, invitedBy, organizationName } = await this.db.transaction(async () => {
      const invitation = await this.db.row<InvitationForInvited>(invitationForHolder, [id]);
      if (!invitation) throw notFound('invitation');
      return invitation;
    });
    const { kind, response } = await this.mail.send({
      to: { name: '', address: email },
      subject: `${invitedBy ?? 'Someone'} invited you to ${organizationName}`,
      paragraphs: [
        `${invitedBy ?? 'Someone'} invited you to join ${organizationName} on EngageX. Your role will be: ${roleNames[role]}.`,
        `This link works once and expires in ${invitationDays} days. If you were not expecting this invitation, ignore this email.`,
      ],
      button: { label: `Join ${organizationName}`, url: this.mail.linkTo('/invitation', token) },
    });
    const problem = kind === 'accepted' || kind === 'unknown' ? null : response;
    return this.db.transaction(async () => {
      await this.db.rows(noteSending, [id, problem]);
      afterCommit(() => this.live.publish('invitations'));
      return this.#open(id);
    });
  }

  async #open(id: string): Promise<InvitationView> {
    const [invitation] = await this.#withActions(await this.db.rows<Invitation>(openInvitation, [id]));
    if (!invitation) throw notFound('invitation');
    return invitation;
  }

  async #withActions(invitations: readonly Invitation[]): Promise<InvitationView[]> {
    const mine = await this.#myRole();
    return invitations.map((invitation) => ({
      ...invitation,
      can: mine ? invitationActionsOf(mine, invitation.role) : [],
    }));
  }

  async #myRole(): Promise<Role | null> {
    const me = await this.db.row<{ role: Role }>('select role from memberships where user_id = $1', [currentUserId()]);
    return me?.role ?? null;
  }

  async #assertMayGrant(role: Role): Promise<void> {
    const mine = await this.#myRole();
    if (!mine || !grantableRoles(mine, roles).includes(role))
      throw new DomainError('forbidden', 'member.owners-only', 'Only owners can add, change or remove owners.');
  }

  /** Withdrawing and inviting again still fills the same inbox, so mails are counted. One at a time for each address. */
  async #assertNotTooMany(key: string): Promise<void> {
    await this.db.rows(`select pg_advisory_xact_lock(hashtextextended('invitation ' || $1, 0))`, [key]);
    const mails = await this.db.row<typeof most>(invitationMails, [key]);
    if (!mails) return;
    if (mails.here >= most.here || mails.anywhere >= most.anywhere)
      throw tooMany('This address was invited several times within a day. Try again tomorrow.');
    if (mails.ofOrganization >= most.ofOrganization)
      throw tooMany(`An organization can send ${most.ofOrganization} invitations a day. Send the rest tomorrow.`);
  }

  async #assertRoom(): Promise<void> {
    const open = await this.db.rows(
      'select from invitations where accepted_at is null and revoked_at is null limit $1',
      [maxOpen],
    );
    if (open.length === maxOpen)
      throw conflict('invitation.too-many', `There are ${maxOpen} open invitations. Withdraw some first.`);
  }

  #until(): Date {
    return new Date(this.clock.now().getTime() + invitationDays * day);
  }
}

function tooMany(message: string): DomainError {
  return new DomainError('limit', 'invitation.too-many-mails', message, { errors: [{ path: ['email'], message }] });
}

function refusedAddress(code: string, message: string): DomainError {
  return invalid(`invitation.${code}`, message, [{ path: ['email'], message }]);
}
