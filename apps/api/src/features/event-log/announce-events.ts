import { Injectable } from '@nestjs/common';
import { runInScope } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { EventLog } from '../../ports/event-log.ts';

/** Tells open pages that events were stored; `Live` announces that a few times a second, however many they are. */
@Injectable()
export class AnnounceEvents {
  constructor(log: EventLog, live: Live) {
    log.onStored((organizationIds) => {
      for (const organizationId of organizationIds)
        runInScope({ organizationId, actor: { kind: 'system', name: 'event log' } }, () => live.publish('events'));
    });
  }
}
