import { Injectable } from '@nestjs/common';
import { DomainError, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { Template, templatesRoutes } from '@engagex/domain/templates';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { Clock } from '../../ports/clock.ts';
import { assertUnused, keepReferences } from '../references/index.ts';
import { contentOf, type TemplateContent } from './template-content.ts';
import { TemplateSandbox } from './sandbox/template-sandbox.ts';

type Fields = TemplateContent & Pick<Template, 'name'>;

/** $1 part of the name or null, $2 and $3 the last row of the page before or null, $4 limit. Last changed first. */
const listTemplates = `
  select id, name, subject, format, created_at as "createdAt", updated_at as "updatedAt" from templates
  where deleted_at is null and ($1::text is null or strpos(lower(name), lower($1)) > 0)
    and ($2::timestamptz is null or (updated_at, id) < ($2, $3::uuid))
  order by updated_at desc, id desc limit $4`;

@Injectable()
export class TemplatesService {
  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly sandbox: TemplateSandbox,
  ) {}

  async list({ search, cursor, limit }: ParsedInputOf<typeof templatesRoutes.list>) {
    const after = readCursor(cursor);
    const rows = await this.db.rowsByKey<Template>(listTemplates, [
      search ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    ]);
    return pageOf(rows, limit, (row) => `${row.updatedAt.toISOString()}_${row.id}`);
  }

  async get(id: string): Promise<Template> {
    const template = await this.db.find(Template, id);
    if (!template) throw notFound('template');
    return template;
  }

  async create(fields: Fields): Promise<Template> {
    await this.#assertCompiles(fields);
    const userId = currentUserId();
    return this.db.transaction(async () => {
      await keepReferences(this.db);
      const template = Object.assign(new Template(), fields, { createdById: userId, updatedById: userId });
      const saved = await this.#save(template);
      noteAudit({ objectId: saved.id });
      return saved;
    });
  }

  /** A new one that says the same under another subject, in the open transaction. Not checked: what it copies was. */
  async copy(original: Template, { name, subject }: Pick<Template, 'name' | 'subject'>): Promise<Template> {
    const { format, body, textBody, preheader } = original;
    const userId = currentUserId();
    const own = { name, subject, createdById: userId, updatedById: userId };
    return this.#save(Object.assign(new Template(), { format, body, textBody, preheader, ...own }));
  }

  /** Checks outside the transaction, since MJML takes its time. */
  async update(id: string, changes: Partial<Fields>, version?: string): Promise<Template> {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const current = await this.db.transaction(() => this.get(id));
    await this.#assertCompiles(Object.assign(current, given));
    return this.db.transaction(async () => {
      await keepReferences(this.db);
      const edited = { route: templatesRoutes.update, lastChange: lastChangeOf('templates'), id, version } as const;
      await assertUnchanged(this.db, edited, () => this.get(id));
      return this.#save(Object.assign(await this.get(id), given, { updatedById: currentUserId() }));
    });
  }

  async delete(id: string): Promise<void> {
    await this.get(id);
    await assertUnused(this.db, this.tables, 'template', id);
    await this.#save(Object.assign(await this.get(id), { deletedAt: this.clock.now(), updatedById: currentUserId() }));
  }

  async restore(id: string): Promise<Template> {
    await keepReferences(this.db);
    const template = await this.db.repo(Template).findOneBy({ id });
    if (!template) throw notFound('template');
    return this.#save(Object.assign(template, { deletedAt: null, updatedById: currentUserId() }));
  }

  /** A template that cannot be read is not stored; one that merely is not ready to be sent is. */
  async #assertCompiles(fields: Fields): Promise<void> {
    const errors = await this.sandbox.run('check', { content: contentOf(fields) });
    const [first] = errors;
    if (!first) return;
    const place = first.line ? ` (line ${first.line}${first.column ? `, column ${first.column}` : ''})` : '';
    throw new DomainError('invalid', 'template.invalid', `${first.message}${place}`, { errors });
  }

  async #save(template: Template): Promise<Template> {
    const saved = await this.db.repo(Template).save(template);
    afterCommit(() => this.live.publish('templates', saved.id));
    return saved;
  }
}

function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null;
  const [, at, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (!at || !id)
    throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
  return { at, id };
}
