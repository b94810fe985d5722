import { Injectable } from '@nestjs/common';
import { type importsRoutes, type ImportStatus, undoDays } from '@engagex/domain/contacts';
import { conflict, type ParsedInputOf } from '@engagex/domain/shared';
import { currentUserId, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { GroupsService } from '../contacts/index.ts';
import { type Chosen, chosenIn, ImportChoices } from './import-choices.ts';
import { queueImport } from './imports.queries.ts';
import { type StoredImport, StoredImports } from './stored-imports.ts';

/** Rehearse, start, cancel and undo; the worker carries each out. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: TenantDb,
    private readonly stored: StoredImports,
    private readonly choices: ImportChoices,
    private readonly groups: GroupsService,
    private readonly clock: Clock,
  ) {}

  async rehearse({ id, ...choices }: ParsedInputOf<typeof importsRoutes.rehearse>): Promise<StoredImport> {
    const found = await this.stored.lockFor(id, 'rehearsing');
    const chosen = await this.choices.of(found, choices);
    if (chosen.newGroupName !== null) await this.groups.assertNameIsFree(chosen.newGroupName);
    return this.#queue(found, 'rehearsing', { ...chosen, rehearsal: null });
  }

  /** As rehearsed, unless told otherwise; then the rehearsal says nothing about it any more. */
  async start({ id, ...choices }: ParsedInputOf<typeof importsRoutes.start>): Promise<StoredImport> {
    const found = await this.stored.lockFor(id, 'queued');
    const chosen = await this.choices.of(found, choices);
    const isRehearsed = JSON.stringify(chosen) === JSON.stringify(chosenIn(found));
    const groupId = chosen.newGroupName ? (await this.groups.create(chosen.newGroupName)).id : chosen.groupId;
    return this.#queue(found, 'queued', { ...chosen, groupId, rehearsal: isRehearsed ? found.rehearsal : null });
  }

  async #queue(
    { id }: StoredImport,
    status: ImportStatus,
    chosen: Chosen & Pick<StoredImport, 'rehearsal'>,
  ): Promise<StoredImport> {
    const { mapping, reading, newAttributes, groupId, newGroupName, consent, rehearsal, roundedIds, sharedIds } =
      chosen;
    await this.db.rows(queueImport, [
      id,
      status,
      JSON.stringify(mapping),
      JSON.stringify(newAttributes),
      groupId,
      newGroupName,
      consent,
      rehearsal && JSON.stringify(rehearsal),
      currentUserId(),
      JSON.stringify(reading),
      roundedIds,
      sharedIds,
    ]);
    return this.stored.woken(id);
  }

  /** The worker carries it out; see undo-import.ts. */
  async undo(id: string): Promise<StoredImport> {
    const { undoUntil } = await this.stored.lockFor(id, 'undoing');
    if (!undoUntil || new Date(undoUntil) < this.clock.now()) {
      const message = `An import can be undone for ${undoDays} days. This one can no longer be undone.`;
      throw conflict('import.undo-over', message);
    }
    await this.db.rows(
      `update imports set status = 'undoing', attempts_before = attempts, heartbeat_at = null, processed = 0,
         updated_at = now(), updated_by_id = $2 where id = $1`,
      [id, currentUserId()],
    );
    return this.stored.woken(id);
  }

  /** A worker under way notices and rolls everything back. */
  async cancel(id: string): Promise<StoredImport> {
    await this.stored.lockFor(id, 'cancelled');
    await this.db.rows(
      `update imports set status = 'cancelled', finished_at = now(), updated_at = now(), updated_by_id = $2,
         processed = 0, created = 0, updated = 0, unchanged = 0, rejected = 0 where id = $1`,
      [id, currentUserId()],
    );
    return this.stored.announced(id);
  }
}
