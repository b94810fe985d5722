import { Controller } from '@nestjs/common';
import { contactsRoutes } from '@engagex/domain/contacts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { ContactsService } from './contacts.service.ts';

interface OfContact {
  readonly id: string;
}

@Controller()
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Handles(contactsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof contactsRoutes.list>) {
    return this.contacts.list(input);
  }

  @Handles(contactsRoutes.count)
  count(@Input() input: ParsedInputOf<typeof contactsRoutes.count>) {
    return this.contacts.count(input);
  }

  @Handles(contactsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof contactsRoutes.create>) {
    return this.contacts.create(input);
  }

  @Handles(contactsRoutes.get)
  get(@Input() { id }: OfContact) {
    return this.contacts.getWithGroups(id);
  }

  @Handles(contactsRoutes.update)
  update(@Input() input: ParsedInputOf<typeof contactsRoutes.update>) {
    return this.contacts.update(input);
  }

  @Handles(contactsRoutes.unsubscribe)
  unsubscribe(@Input() { id }: OfContact) {
    return this.contacts.unsubscribe(id);
  }

  @Handles(contactsRoutes.delete)
  delete(@Input() { id }: OfContact) {
    return this.contacts.delete(id);
  }

  @Handles(contactsRoutes.restore)
  restore(@Input() { id }: OfContact) {
    return this.contacts.restore(id);
  }
}
