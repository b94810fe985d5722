import { Controller } from '@nestjs/common';
import { groupsRoutes } from '@engagex/domain/contacts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { GroupsService } from './groups.service.ts';

interface OfGroup {
  readonly id: string;
}

@Controller()
export class GroupsController {
  constructor(private readonly groups: GroupsService) {}

  @Handles(groupsRoutes.list)
  list() {
    return this.groups.list();
  }

  @Handles(groupsRoutes.create)
  create(@Input() { name }: ParsedInputOf<typeof groupsRoutes.create>) {
    return this.groups.create(name);
  }

  @Handles(groupsRoutes.update)
  update(@Input() { id, name, version }: ParsedInputOf<typeof groupsRoutes.update>) {
    return this.groups.rename(id, name, version);
  }

  @Handles(groupsRoutes.delete)
  delete(@Input() { id }: OfGroup) {
    return this.groups.delete(id);
  }

  @Handles(groupsRoutes.restore)
  restore(@Input() { id }: OfGroup) {
    return this.groups.restore(id);
  }

  @Handles(groupsRoutes.addMember)
  addMember(@Input() { id, contactId }: ParsedInputOf<typeof groupsRoutes.addMember>) {
    return this.groups.addMember(id, contactId);
  }

  @Handles(groupsRoutes.removeMember)
  removeMember(@Input() { id, contactId }: ParsedInputOf<typeof groupsRoutes.removeMember>) {
    return this.groups.removeMember(id, contactId);
  }
}
