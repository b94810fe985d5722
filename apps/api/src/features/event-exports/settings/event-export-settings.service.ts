import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { eventExportSettingsRoutes } from '@engagex/domain/event-exports';
import { type AnswerOf, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../../platform/audit/request-context.ts';
import { assertUnchanged } from '../../../platform/http/versions.ts';
import { Live } from '../../../platform/live/live.ts';
import { Clock } from '../../../ports/clock.ts';
import { Plans } from '../../plans/index.ts';
import { Deliver } from '../deliver.ts';
import { nextDueAfter } from '../due-times.ts';
import { hurryWaiting } from '../event-exports.queries.ts';
import { DestinationSecrets, secretMissing } from './destination-secrets.ts';
import {
  lastChangeOfSettings,
  lockOrganization,
  replaceSigningSecret,
  saveSettings,
  settings,
} from './event-export-settings.queries.ts';

type View = AnswerOf<typeof eventExportSettingsRoutes.get>;
type Wanted = ParsedInputOf<typeof eventExportSettingsRoutes.update>;

@Injectable()
export class EventExportSettingsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly secrets: DestinationSecrets,
    private readonly deliver: Deliver,
    private readonly plans: Plans,
  ) {}

  async get(): Promise<View> {
    const row = await this.db.row<View>(settings);
    if (!row) throw notFound('organization');
    return row;
  }

  async update({ version, isOn, includesEvents, destination }: Wanted): Promise<View> {
    const edited = {
      route: eventExportSettingsRoutes.update,
      lastChange: lastChangeOfSettings,
      id: null,
      version,
    } as const;
    await this.db.rows(lockOrganization);
    await assertUnchanged(this.db, edited, () => this.get());
    const { secretAccessKey = null, ...shown } = { secretAccessKey: null, ...destination };
    const before = await this.get();
    if (isOn && !before.isOn) await this.plans.assertIncludes('event_exports');
    if (shown.kind === 's3' && !secretAccessKey && !before.hasSecretAccessKey) throw secretMissing();
    const sealed = secretAccessKey && this.secrets.sealAccessKey(secretAccessKey);
    const signing = shown.kind === 'webhook' ? this.secrets.newSigningSecret().sealed : null;
    const nextDueAt = isOn ? nextDueAfter(this.clock.now()) : null;
    await this.db.rows(saveSettings, [
      isOn,
      includesEvents,
      JSON.stringify(shown),
      sealed,
      signing,
      nextDueAt,
      currentUserId(),
    ]);
    await this.db.rows(hurryWaiting, [this.clock.now()]);
    const told = { isOn, includesEvents, destination: shown };
    noteAudit({
      before: { isOn: before.isOn, includesEvents: before.includesEvents, destination: before.destination },
      after: secretAccessKey ? { ...told, secretAccessKey: 'set' } : told,
    });
    afterCommit(() => this.live.publish('event-export-settings'));
    return this.get();
  }

  /** Outside of any transaction. */
  async test({ destination }: ParsedInputOf<typeof eventExportSettingsRoutes.test>): Promise<void> {
    const ready = await this.db.transaction(() => this.secrets.completed(destination));
    await this.deliver.test(ready, randomUUID());
  }

  async signingSecret(): Promise<{ secret: string }> {
    const secret = await this.secrets.signingSecret();
    if (!secret) throw notFound('signing-secret');
    return { secret };
  }

  async rotateSigningSecret(): Promise<{ secret: string }> {
    const { secret, sealed } = this.secrets.newSigningSecret();
    noteAudit({ after: { replaced: (await this.get()).hasSigningSecret } });
    await this.db.rows(replaceSigningSecret, [sealed, currentUserId()]);
    afterCommit(() => this.live.publish('event-export-settings'));
    return { secret };
  }
}
