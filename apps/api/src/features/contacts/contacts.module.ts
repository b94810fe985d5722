import { Module } from '@nestjs/common';
import { AttributesModule } from '../attributes/index.ts';
import { PlansModule } from '../plans/index.ts';
import { SegmentsModule } from '../segments/index.ts';
import { ContactPageController } from './contact-page.controller.ts';
import { ContactViewsController } from './contact-views.controller.ts';
import { ContactViewsService } from './contact-views.service.ts';
import { ContactsController } from './contacts.controller.ts';
import { ContactsService } from './contacts.service.ts';
import { FindContacts } from './find-contacts.ts';
import { GroupsController } from './groups.controller.ts';
import { GroupsService } from './groups.service.ts';
import { MergeContacts } from './merge-contacts.ts';
import { Timeline } from './timeline.ts';

@Module({
  imports: [AttributesModule, PlansModule, SegmentsModule],
  controllers: [ContactPageController, ContactViewsController, ContactsController, GroupsController],
  providers: [ContactViewsService, ContactsService, FindContacts, GroupsService, MergeContacts, Timeline],
  exports: [ContactsService, FindContacts, GroupsService],
})
export class ContactsModule {}
