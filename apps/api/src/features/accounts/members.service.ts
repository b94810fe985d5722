import { Injectable } from '@nestjs/common';
import {
  grantableRoles,
  mayManage,
  memberActionsOf,
  type MemberView,
  type Role,
  roles,
} from '@engagex/domain/accounts';
import { conflict, DomainError, invalid, notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { listMembers, lockOwnersAnd, memberById, myMembership } from './members.queries.ts';

type Member = Omit<MemberView, 'can'>;

interface Membership {
  readonly id: string;
  readonly userId: string;
  readonly role: Role;
}

@Injectable()
export class MembersService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async list() {
    return { items: await this.#withActions(await this.db.rows<Member>(listMembers)) };
  }

  async changeRole(id: string, role: Role): Promise<MemberView> {
    const { me, member, owners } = await this.#lock(id);
    assertManages(me, member);
    if (!grantableRoles(me.role, roles).includes(role)) throw onlyOwners();
    if (role !== 'owner') assertOwnerRemains(member, owners);
    await this.#give(id, role);
    return this.#get(id);
  }

  /** The member becomes owner and the caller admin, both or neither. */
  async transfer(id: string): Promise<MemberView> {
    const { me, member } = await this.#lock(id);
    if (me.role !== 'owner') throw onlyOwners();
    if (me.id === member.id) {
      const message = 'You are already the owner. Choose someone else.';
      throw invalid('member.transfer-to-oneself', message, [{ path: ['memberId'], message }]);
    }
    await this.#give(member.id, 'owner');
    await this.#give(me.id, 'admin');
    noteAudit({ objectId: member.id, before: { role: member.role }, after: { role: 'owner' } });
    return this.#get(member.id);
  }

  async remove(id: string): Promise<void> {
    const { me, member, owners } = await this.#lock(id);
    assertManages(me, member);
    assertOwnerRemains(member, owners);
    await this.#delete(id);
    // A removed member loses access on every process with their next request; their sessions for other organizations stay.
    await this.db.rows('select end_sessions_here($1)', [member.userId]);
  }

  async leave(): Promise<void> {
    const { me, owners } = await this.#lock(null);
    assertOwnerRemains(me, owners);
    const self = await this.db.row<MemberView>(memberById, [me.id]);
    noteAudit({ objectId: me.id, objectName: self?.email ?? '', before: { role: me.role } });
    await this.#delete(me.id);
  }

  async #lock(id: string | null) {
    const rows = await this.db.rows<Membership>(lockOwnersAnd, [id, currentUserId()]);
    const me = rows.find(({ userId }) => userId === currentUserId());
    const member = id === null ? me : rows.find((row) => row.id === id);
    if (!me || !member) throw notFound('member');
    return { me, member, owners: rows.filter(({ role }) => role === 'owner') };
  }

  async #give(id: string, role: Role): Promise<void> {
    await this.db.rows('update memberships set role = $2, updated_at = now() where id = $1', [id, role]);
    this.#announce();
  }

  async #get(id: string): Promise<MemberView> {
    const [member] = await this.#withActions(await this.db.rows<Member>(memberById, [id]));
    if (!member) throw notFound('member');
    return member;
  }

  async #withActions(members: readonly Member[]): Promise<MemberView[]> {
    const me = await this.db.row<Omit<Membership, 'userId'> & { owners: number }>(myMembership, [currentUserId()]);
    return members.map((member) => ({ ...member, can: me ? memberActionsOf(me, member, me.owners) : [] }));
  }

  async #delete(id: string): Promise<void> {
    await this.db.rows('delete from memberships where id = $1', [id]);
    this.#announce();
  }

  #announce(): void {
    afterCommit(() => this.live.publish('members'));
  }
}

function assertManages(me: Membership, member: Membership): void {
  if (!mayManage(me.role, member.role)) throw onlyOwners();
}

function assertOwnerRemains(member: Membership, owners: readonly Membership[]): void {
  if (member.role === 'owner' && owners.length === 1)
    throw conflict('member.last-owner', 'This is the only owner. Make someone else an owner first.');
}

function onlyOwners(): DomainError {
  return new DomainError('forbidden', 'member.owners-only', 'Only owners can add, change or remove owners.');
}
