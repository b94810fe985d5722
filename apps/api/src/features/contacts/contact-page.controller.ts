import { Controller } from '@nestjs/common';
import { contactPageRoutes } from '@engagex/domain/contacts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { MergeContacts } from './merge-contacts.ts';
import { Timeline } from './timeline.ts';

@Controller()
export class ContactPageController {
  constructor(
    private readonly story: Timeline,
    private readonly merging: MergeContacts,
  ) {}

  @Handles(contactPageRoutes.timeline)
  timeline(@Input() input: ParsedInputOf<typeof contactPageRoutes.timeline>) {
    return this.story.page(input);
  }

  @Handles(contactPageRoutes.merge)
  merge(@Input() input: ParsedInputOf<typeof contactPageRoutes.merge>) {
    return this.merging.merge(input);
  }
}
