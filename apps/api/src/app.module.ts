import { type DynamicModule, Module } from '@nestjs/common';
import type { EntitySchema } from 'typeorm';
import type { Config } from './config.ts';
import { AccountsModule } from './features/accounts/index.ts';
import { AnalyticsModule } from './features/analytics/index.ts';
import { AuditModule } from './features/audit/index.ts';
import { campaignSchema, CampaignsModule } from './features/campaigns/index.ts';
import { contactSchema, ContactsModule, groupSchema } from './features/contacts/index.ts';
import { DeliveriesModule } from './features/deliveries/index.ts';
import { EngagementsModule } from './features/engagements/index.ts';
import { FormsModule } from './features/forms/index.ts';
import { MessagesModule } from './features/messages/index.ts';
import { NoticesModule } from './features/notices/index.ts';
import { PersonalDataModule } from './features/personal-data/index.ts';
import { PressureModule } from './features/pressure/index.ts';
import { SecondFactorsModule } from './features/second-factors/index.ts';
import { segmentSchema, SegmentsModule } from './features/segments/index.ts';
import { SingleSignOnModule } from './features/single-sign-on/index.ts';
import { SuppressionsModule } from './features/suppressions/index.ts';
import { templateSchema, TemplatesModule } from './features/templates/index.ts';
import { TopicsModule } from './features/topics/index.ts';
import { TransportsModule } from './features/transports/index.ts';
import { WishesModule } from './features/wishes/index.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { AdaptersModule } from './adapters/adapters.module.ts';

/** The whole API. A feature registers its module and its tables here. */
const features = [
  AccountsModule,
  AnalyticsModule,
  AuditModule,
  CampaignsModule,
  ContactsModule,
  DeliveriesModule,
  EngagementsModule,
  FormsModule,
  MessagesModule,
  NoticesModule,
  PersonalDataModule,
  PressureModule,
  SecondFactorsModule,
  SegmentsModule,
  SingleSignOnModule,
  SuppressionsModule,
  TemplatesModule,
  TopicsModule,
  TransportsModule,
  WishesModule,
];
const entities: EntitySchema[] = [campaignSchema, contactSchema, groupSchema, segmentSchema, templateSchema];

@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.forRoot(config, entities), AdaptersModule.forRoot(config), ...features],
    };
  }
}
