import { Injectable } from '@nestjs/common';
import { grantableRoles, mayManage, type MemberView, type Role, roles } from '@engagex/domain/accounts';
import { conflict, DomainError, notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { listMembers, lockOwnersAnd, memberById } from './members.queries.ts';

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
    return { items: await this.db.rows<MemberView>(listMembers) };
  }

  async changeRole(id: string, role: Role): Promise<MemberView> {
    const { me, member, owners } = await this.#lock(id);
    assertManages(me, member);
    if (!grantableRoles(me.role, roles).includes(role)) throw onlyOwners();
    if (role !== 'owner') assertOwnerRemains(member, owners);
    await this.db.rows('update memberships set role = $2, updated_at = now() where id = $1', [id, role]);
    this.#announce();
    const changed = await this.db.row<MemberView>(memberById, [id]);
    if (!changed) throw notFound('member');
    return changed;
  }

  async remove(id: string): Promise<void> {
    const { me, member, owners } = await this.#lock(id);
    assertManages(me, member);
    assertOwnerRemains(member, owners);
    await this.#delete(id);
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
    throw conflict('member.last-owner', 'This is the only owner. Make somebody else an owner first.');
}

function onlyOwners(): DomainError {
  return new DomainError('forbidden', 'member.owners-only', 'Only owners make, change and remove owners.');
}
