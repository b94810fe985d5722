import { Injectable } from '@nestjs/common';
import type { OperatorAction, operatorNotesRoutes, operatorsRoutes } from '@engagex/domain/operators';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { addAction, emptyNote, holdOrganization, listActions } from './operators.queries.ts';

type Deed = Pick<OperatorAction, 'kind' | 'planBefore' | 'planAfter'> & { readonly words: string };

/** What operators did with organizations, and what they noted about them. */
@Injectable()
export class OperatorActions {
  constructor(
    private readonly source: DataSource,
    private readonly db: TenantDb,
  ) {}

  async list({ organizationId, cursor, limit }: ParsedInputOf<typeof operatorsRoutes.actions>) {
    const rows: OperatorAction[] = await this.source.query(listActions, [
      organizationId ?? null,
      readCursor(cursor),
      limit + 1,
    ]);
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** In the open transaction, which makes the change. */
  async add(userId: string, { kind, planBefore, planAfter, words }: Deed): Promise<{ id: string }> {
    const added = await this.db.row<{ id: string }>(addAction, [userId, kind, planBefore, planAfter, words]);
    if (!added) throw new Error('An insert returns its row.');
    return added;
  }

  async addNote(userId: string, { organizationId, text }: ParsedInputOf<typeof operatorNotesRoutes.create>) {
    return this.#within(organizationId, userId, async () => {
      if (!(await this.db.row(holdOrganization, [organizationId]))) throw notFound('organization');
      return this.add(userId, { kind: 'note', planBefore: null, planAfter: null, words: text });
    });
  }

  async deleteNote(userId: string, { organizationId, id }: ParsedInputOf<typeof operatorNotesRoutes.delete>) {
    const deleted = await this.#within(organizationId, userId, () => this.db.affected(emptyNote, [id]));
    if (deleted === 0) throw notFound('note');
  }

  #within<T>(organizationId: string, userId: string, work: () => Promise<T>): Promise<T> {
    return runInScope({ organizationId, actor: { kind: 'user', userId } }, () => this.db.transaction(work));
  }
}
