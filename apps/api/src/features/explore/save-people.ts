import { Injectable } from '@nestjs/common';
import { exploreLimits, type exploreRoutes } from '@engagex/domain/explore';
import { DomainError, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { GroupsService, joinGroups } from '../contacts/index.ts';
import { SegmentsService } from '../segments/index.ts';
import { PeopleBehind } from './people-behind.ts';

/** $1 group, $2 people: their contacts. */
const join = joinGroups(`
  select distinct $1::uuid, c.id from people p join contacts c on c.id = p.contact_id
  where p.id = any ($2::uuid[]) and c.deleted_at is null order by 2`);

const contactsAmong = `
  select count(*)::int as people from people p join contacts c on c.id = p.contact_id
  where p.id = any ($1::uuid[]) and c.deleted_at is null`;

/** Keeps the people behind a number as they are now: those who are contacts, as a group and a segment of it. */
@Injectable()
export class SavePeople {
  constructor(
    private readonly db: TenantDb,
    private readonly behind: PeopleBehind,
    private readonly groups: GroupsService,
    private readonly segments: SegmentsService,
  ) {}

  async asSegment({ query, of, name }: ParsedInputOf<typeof exploreRoutes.savePeople>) {
    const ids = await this.behind.ids({ query, of }, null, exploreLimits.savedPeople + 1);
    if (ids.length > exploreLimits.savedPeople)
      throw new DomainError(
        'limit',
        'explore.too-many-people',
        `At most ${exploreLimits.savedPeople.toLocaleString('en')} people can be saved as a segment at once.`,
      );
    const group = await this.groups.create(name);
    const contacts = await this.db.affected(join, [group.id, ids]);
    const segment = await this.segments.create({
      name,
      tree: { kind: 'all', of: [{ kind: 'group', op: 'in', groupIds: [group.id] }] },
    });
    noteAudit({ objectId: segment.id, after: { name, groupId: group.id, contacts } });
    const reached = (await this.db.row<{ people: number }>(contactsAmong, [ids]))?.people ?? 0;
    return { segmentId: segment.id, groupId: group.id, contacts, others: ids.length - reached };
  }
}
