import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { defaultPrivacy, eventSettingsRoutes, privacySettings } from '@engagex/domain/events';
import { type AnswerOf, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../../platform/audit/request-context.ts';
import { assertUnchanged } from '../../../platform/http/versions.ts';
import { SecretBox } from '../../../platform/secret-box.ts';
import {
  lastChangeOfSettings,
  lockOrganization,
  saveSecret,
  saveSettings,
  sealedSecret,
  settings,
} from './event-settings.queries.ts';

type View = AnswerOf<typeof eventSettingsRoutes.get>;
type Wanted = ParsedInputOf<typeof eventSettingsRoutes.update>;

interface SettingsRow extends Omit<View, 'privacy'> {
  readonly privacy: unknown;
}

export const purposeOfIdentitySecret = (organizationId: string) => `event identity secret ${organizationId}`;

@Injectable()
export class EventSettingsService {
  constructor(
    private readonly db: TenantDb,
    private readonly box: SecretBox,
  ) {}

  async get(): Promise<View> {
    const [row] = await this.db.rowsByKey<SettingsRow>(settings, []);
    if (!row) throw notFound('organization');
    return { ...row, privacy: privacySettings.safeParse(row.privacy).data ?? defaultPrivacy };
  }

  async update({ version, ...next }: Wanted): Promise<View> {
    const edited = { route: eventSettingsRoutes.update, lastChange: lastChangeOfSettings, id: null, version } as const;
    await this.db.rows(lockOrganization);
    await assertUnchanged(this.db, edited, () => this.get());
    const { retentionDays, currency, privacy } = await this.get();
    noteAudit({ before: { retentionDays, currency, privacy }, after: next });
    await this.db.rows(saveSettings, [
      next.retentionDays,
      next.currency,
      JSON.stringify(next.privacy),
      currentUserId(),
    ]);
    return this.get();
  }

  async identitySecret(): Promise<{ secret: string }> {
    const row = await this.db.row<{ sealed: Buffer | null }>(sealedSecret);
    if (!row?.sealed) throw notFound('identity-secret');
    return { secret: this.box.open(row.sealed, this.#purpose()) };
  }

  async rotateIdentitySecret(): Promise<{ secret: string }> {
    const secret = randomBytes(32).toString('hex');
    noteAudit({ after: { replaced: (await this.get()).hasIdentitySecret } });
    await this.db.rows(saveSecret, [this.box.seal(secret, this.#purpose()), currentUserId()]);
    return { secret };
  }

  #purpose(): string {
    return purposeOfIdentitySecret(currentScope().organizationId);
  }
}
