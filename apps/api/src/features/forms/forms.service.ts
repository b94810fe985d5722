import { Injectable } from '@nestjs/common';
import { formsRoutes, type FormView } from '@engagex/domain/forms';
import { invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { keepReferences } from '../references/index.ts';
import { addForm, changeForm, formOf, listForms, setFormDeleted, unknownPart } from './forms.queries.ts';

type Settings = ParsedInputOf<typeof formsRoutes.create>;

@Injectable()
export class FormsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  async list() {
    return { items: await this.db.rows<FormView>(listForms) };
  }

  async get(id: string): Promise<FormView> {
    const form = await this.db.row<FormView>(formOf, [id]);
    if (!form) throw notFound('form');
    return form;
  }

  async create(settings: Settings): Promise<FormView> {
    await this.#assertPartsExist(settings);
    return this.#change(addForm, parametersOf(settings));
  }

  async update({ id, version, ...changes }: ParsedInputOf<typeof formsRoutes.update>): Promise<FormView> {
    const edited = { route: formsRoutes.update, lastChange: lastChangeOf('forms'), id, version } as const;
    await assertUnchanged(this.db, edited, () => this.get(id));
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const settings: Settings = { ...(await this.get(id)), ...given };
    await this.#assertPartsExist(settings);
    return this.#change(changeForm, [...parametersOf(settings), id]);
  }

  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.#change(setFormDeleted, [id, this.clock.now(), currentUserId()]);
  }

  async restore(id: string): Promise<FormView> {
    await keepReferences(this.db);
    return this.#change(setFormDeleted, [id, null, currentUserId()]);
  }

  async #change(sql: string, parameters: readonly unknown[]): Promise<FormView> {
    const form = await this.db.row<FormView>(sql, parameters);
    if (!form) throw notFound('form');
    afterCommit(() => this.live.publish('forms', form.id));
    return form;
  }

  async #assertPartsExist({ groupIds, topicId }: Settings): Promise<void> {
    await keepReferences(this.db);
    const unknown = await this.db.row<{ field: string }>(unknownPart, [groupIds, topicId]);
    if (!unknown) return;
    const what = unknown.field === 'topicId' ? 'This topic' : 'One of the groups';
    const message = `${what} does not exist or was deleted. Choose again.`;
    throw invalid('form.unknown-part', message, [{ path: [unknown.field], message }]);
  }
}

function parametersOf({ name, fields, groupIds, topicId, wording, doubleOptIn, redirectUrl, thanks }: Settings) {
  return [name, fields, groupIds, topicId, wording, doubleOptIn, redirectUrl, thanks, currentUserId()];
}
