import { type DynamicModule, Module } from '@nestjs/common';
import { AdaptersModule } from './adapters/adapters.module.ts';
import type { Config } from './config.ts';
import { accounts } from './features/accounts/index.ts';
import { analytics } from './features/analytics/index.ts';
import { approvals } from './features/approvals/index.ts';
import { attributes } from './features/attributes/index.ts';
import { attributions } from './features/attributions/index.ts';
import { audit } from './features/audit/index.ts';
import { backups } from './features/backups/index.ts';
import { bounceMailboxes } from './features/bounce-mailboxes/index.ts';
import { brand } from './features/brand/index.ts';
import { bulkActions } from './features/bulk-actions/index.ts';
import { campaignPreviews } from './features/campaign-previews/index.ts';
import { campaignReport } from './features/campaign-report/index.ts';
import { campaignRuns } from './features/campaign-runs/index.ts';
import { campaigns } from './features/campaigns/index.ts';
import { contacts } from './features/contacts/index.ts';
import { dashboardSchedules } from './features/dashboard-schedules/index.ts';
import { deliverability } from './features/deliverability/index.ts';
import { deliveries } from './features/deliveries/index.ts';
import { deliveryTests } from './features/delivery-tests/index.ts';
import { domainChecks } from './features/domain-checks/index.ts';
import { domains } from './features/domains/index.ts';
import { domainReports } from './features/domain-reports/index.ts';
import { engagements } from './features/engagements/index.ts';
import { eventCounts } from './features/event-counts/index.ts';
import { eventLosses } from './features/event-losses/index.ts';
import { eventSchemas } from './features/event-schemas/index.ts';
import { eventLog } from './features/event-log/index.ts';
import { eventStages } from './features/event-stages/index.ts';
import { events } from './features/events/index.ts';
import { preFlights } from './features/pre-flights/index.ts';
import { explore } from './features/explore/index.ts';
import { contactExports } from './features/exports/index.ts';
import { followUps } from './features/follow-ups/index.ts';
import { forms } from './features/forms/index.ts';
import { frequency } from './features/frequency/index.ts';
import { images } from './features/images/index.ts';
import { imports } from './features/imports/index.ts';
import { inbound } from './features/inbound/index.ts';
import { incidents } from './features/incidents/index.ts';
import { installationHealth } from './features/installation-health/index.ts';
import { limitNotices } from './features/limit-notices/index.ts';
import { linkHosts } from './features/link-hosts/index.ts';
import { messages } from './features/messages/index.ts';
import { notifications } from './features/notifications/index.ts';
import { payments } from './features/payments/index.ts';
import { operators } from './features/operators/index.ts';
import { sendingSuspensions } from './features/sending-suspensions/index.ts';
import { people } from './features/people/index.ts';
import { personalData } from './features/personal-data/index.ts';
import { plans } from './features/plans/index.ts';
import { eventExports } from './features/event-exports/index.ts';
import { reports } from './features/reports/index.ts';
import { postmaster } from './features/postmaster/index.ts';
import { preferences } from './features/preferences/index.ts';
import { receipts } from './features/receipts/index.ts';
import { providerEvents } from './features/provider-events/index.ts';
import { releases } from './features/releases/index.ts';
import { savedBlocks } from './features/saved-blocks/index.ts';
import { secondFactors } from './features/second-factors/index.ts';
import { ruleReplays } from './features/rule-replays/index.ts';
import { segmentMemberships } from './features/segment-memberships/index.ts';
import { segments } from './features/segments/index.ts';
import { singleSignOn } from './features/single-sign-on/index.ts';
import { suppressions } from './features/suppressions/index.ts';
import { templateComments } from './features/template-comments/index.ts';
import { templates } from './features/templates/index.ts';
import { topics } from './features/topics/index.ts';
import { transports } from './features/transports/index.ts';
import { usage } from './features/usage/index.ts';
import { usageReports } from './features/usage-reports/index.ts';
import type { Feature } from './platform/feature.ts';
import type { ProcessName } from './platform/metrics/process-metrics.ts';
import { PlatformModule } from './platform/platform.module.ts';

/** The whole API. A feature registers here, with its module and its tables. */
const features: readonly Feature[] = [
  accounts,
  analytics,
  approvals,
  attributes,
  attributions,
  audit,
  backups,
  bounceMailboxes,
  brand,
  bulkActions,
  campaignPreviews,
  campaignReport,
  campaignRuns,
  campaigns,
  contactExports,
  preFlights,
  contacts,
  dashboardSchedules,
  deliverability,
  deliveries,
  deliveryTests,
  domainChecks,
  domains,
  domainReports,
  engagements,
  eventCounts,
  eventLosses,
  eventSchemas,
  eventLog,
  eventStages,
  events,
  explore,
  followUps,
  forms,
  frequency,
  images,
  imports,
  inbound,
  incidents,
  installationHealth,
  limitNotices,
  linkHosts,
  messages,
  notifications,
  payments,
  operators,
  sendingSuspensions,
  people,
  personalData,
  plans,
  eventExports,
  reports,
  postmaster,
  preferences,
  receipts,
  providerEvents,
  releases,
  savedBlocks,
  secondFactors,
  ruleReplays,
  segmentMemberships,
  segments,
  singleSignOn,
  suppressions,
  templateComments,
  templates,
  topics,
  transports,
  usage,
  usageReports,
];

@Module({})
export class AppModule {
  static forRoot(config: Config, process: ProcessName = 'api'): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, features, process),
        AdaptersModule.forRoot(config),
        ...features.map(({ module }) => module),
      ],
    };
  }
}
