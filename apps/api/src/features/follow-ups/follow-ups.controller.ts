import { Controller } from '@nestjs/common';
import { afterSendingRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { AfterSending } from './after-sending.ts';
import { RemindCampaign } from './remind-campaign.ts';
import { withActions } from '../campaigns/index.ts';

/** What can follow once a campaign was sent. */
@Controller()
export class FollowUpsController {
  constructor(
    private readonly after: AfterSending,
    private readonly reminder: RemindCampaign,
  ) {}

  @Handles(afterSendingRoutes.followUps)
  followUps(@Input() { id }: ParsedInputOf<typeof afterSendingRoutes.followUps>) {
    return this.after.followUps(id);
  }

  @Handles(afterSendingRoutes.retry)
  retry(@Input() { id, reasons, expectedPeople }: ParsedInputOf<typeof afterSendingRoutes.retry>) {
    return this.after.retry(id, reasons, expectedPeople).then(withActions);
  }

  @Handles(afterSendingRoutes.resend)
  resend(@Input() { id, note, expectedPeople }: ParsedInputOf<typeof afterSendingRoutes.resend>) {
    return this.after.resend(id, note, expectedPeople).then(withActions);
  }

  @Handles(afterSendingRoutes.settle)
  settle(@Input() { id, note, expectedPeople }: ParsedInputOf<typeof afterSendingRoutes.settle>) {
    return this.after.settle(id, note, expectedPeople).then(withActions);
  }

  @Handles(afterSendingRoutes.additions)
  additions(@Input() { id }: ParsedInputOf<typeof afterSendingRoutes.additions>) {
    return this.after.additions(id);
  }

  @Handles(afterSendingRoutes.extend, { transaction: false })
  extend(@Input() { id, expectedPeople }: ParsedInputOf<typeof afterSendingRoutes.extend>) {
    return this.after.extend(id, expectedPeople).then(withActions);
  }

  @Handles(afterSendingRoutes.remind)
  remind(@Input() { id, subject }: ParsedInputOf<typeof afterSendingRoutes.remind>) {
    return this.reminder.remind(id, subject).then(withActions);
  }
}
