import { z } from 'zod';
import { Injectable } from '@nestjs/common';
import { type BrandKit, type EmailDocument, isSame, withoutUnusedTranslations } from '@engagex/domain/documents';
import { DomainError, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import {
  type ConvertedTemplate,
  type DraftContent,
  Template,
  type templateConversionRoutes,
  templateInput,
  type TemplateKind,
  templatesRoutes,
} from '@engagex/domain/templates';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { Clock } from '../../ports/clock.ts';
import { BrandService } from '../brand/index.ts';
import { assertUnused, holdReferences, keepReferences } from '../references/index.ts';
import { TemplateVersions } from './drafts/template-versions.ts';
import { type PublishedBlocks, SavedBlocksService } from '../saved-blocks/index.ts';
import { type Made, type MadeOf, madeOf, type Parts } from './made-of-document.ts';
import { contentOf, type TemplateContent } from './template-content.ts';
import { TemplateSandbox } from './sandbox/template-sandbox.ts';

type Fields = TemplateContent & Pick<Template, 'name' | 'kind' | 'document' | 'problems'>;
type CodeFields = TemplateContent & Pick<Template, 'name'>;

/** What somebody wants to see templates with before it is published. */
interface Unpublished {
  readonly brand: BrandKit;
  readonly savedBlocks: PublishedBlocks;
}

/** $1 part of the name or null, $2 and $3 the last row of the page before or null, $4 limit. Last changed first. */
const listTemplates = `
  select id, name, subject, kind, format, created_at as "createdAt", updated_at as "updatedAt" from templates
  where deleted_at is null and ($1::text is null or strpos(lower(name), lower($1)) > 0)
    and ($2::timestamptz is null or (updated_at, id) < ($2, $3::uuid))
  order by updated_at desc, id desc limit $4`;

const visualTemplates = `
  select id, subject, preheader, document from templates where kind = 'visual' order by id for no key update`;

/** $1 template, $2 MJML, $3 problems, $4 its languages or null: what its author wrote is the same, so it keeps its version. */
const remakeTemplate = `
  update templates set body = $2, problems = $3::jsonb, languages = $4::jsonb
  where id = $1 and (body <> $2 or problems <> $3::jsonb or languages is distinct from $4::jsonb)`;

@Injectable()
export class TemplatesService {
  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly sandbox: TemplateSandbox,
    private readonly brand: BrandService,
    private readonly versions: TemplateVersions,
    private readonly savedBlocks: SavedBlocksService,
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

  async create(input: ParsedInputOf<typeof templatesRoutes.create>): Promise<Template> {
    const fields = await this.#fieldsOf(input);
    await this.#assertCompiles(fields);
    const userId = currentUserId();
    return this.db.transaction(async () => {
      await keepReferences(this.db);
      const template = Object.assign(new Template(), fields, { createdById: userId, updatedById: userId });
      await this.#makeOfToday(template);
      const saved = await this.#save(template);
      noteAudit({ objectId: saved.id });
      return saved;
    });
  }

  /** A new one that says the same under another subject, in the open transaction. Not checked: what it copies was. */
  async copy(original: Template, { name, subject }: Pick<Template, 'name' | 'subject'>): Promise<Template> {
    const { kind, format, body, textBody, preheader, document, problems, languages } = original;
    const userId = currentUserId();
    const own = { name, subject, createdById: userId, updatedById: userId };
    return this.#save(
      Object.assign(new Template(), { kind, format, body, textBody, preheader, document, problems, languages, ...own }),
    );
  }

  /** Published at once. A draft that others are editing goes on, with this merged into it. */
  async update(id: string, changes: Partial<CodeFields> & { document?: EmailDocument }, version?: string) {
    const current = await this.db.transaction(() => this.get(id));
    assertOfKind(current.kind, changes);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const fields = await this.#checked(current, given);
    return this.db.transaction(async () => {
      const edited = { route: templatesRoutes.update, lastChange: lastChangeOf('templates'), id, version } as const;
      const { before, saved } = await this.#change(id, fields, () =>
        assertUnchanged(this.db, edited, () => this.get(id)),
      );
      if (!isSame(before, contentOfTemplate(saved))) await this.versions.publish(id, contentOfTemplate(saved));
      return saved;
    });
  }

  /** What was edited as a draft becomes what campaigns are made of. `assertCurrent` looks once nobody else can change it. */
  async publish(id: string, content: DraftContent, assertCurrent: () => Promise<void>) {
    const current = await this.db.transaction(() => this.get(id));
    const fields = await this.#checked(current, publishable(current.kind, content));
    return this.db.transaction(async () => {
      const { before, saved } = await this.#change(id, fields, assertCurrent);
      if (!isSame(before, contentOfTemplate(saved))) await this.versions.publishDraft(id, contentOfTemplate(saved));
      return saved;
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

  /**
   * Every visual template with the brand kit and the saved blocks of now, in the open transaction. What is being saved meanwhile
   * is waited for, and what is saved later is made of the same: see `#makeOfToday`.
   */
  async makeAgain(): Promise<void> {
    await holdReferences(this.db);
    const visual = await this.db.rows<MadeOf & { id: string }>(visualTemplates);
    const parts = await this.#parts();
    for (const template of visual) {
      const { body, problems, languages } = madeOf(template, parts);
      const made = [JSON.stringify(problems), languages && JSON.stringify(languages)];
      await this.db.rows(remakeTemplate, [template.id, body, ...made]);
    }
    if (visual.length > 0) afterCommit(() => this.live.publish('templates'));
  }

  /** Code as the document of a visual template; nothing is stored. */
  convert(input: ParsedInputOf<typeof templateConversionRoutes.convert>): Promise<ConvertedTemplate> {
    return this.sandbox.run('convert', { content: contentOf({ ...input, subject: '' }) });
  }

  /** What unsaved content would be compiled from, and what its document has to fix; with these saved blocks, or this brand, instead of those of now. */
  async contentOf(
    input: Omit<ParsedInputOf<typeof templatesRoutes.create>, 'name' | 'textBody'> & { readonly textBody?: string },
    instead?: Partial<Unpublished>,
  ): Promise<Pick<Made, 'places' | 'problems'> & { readonly content: TemplateContent }> {
    const { problems, places, ...content } = await this.#madeOfInput({ textBody: '', ...input }, instead);
    return { content: contentOf(content), problems, places };
  }

  async #fieldsOf(input: ParsedInputOf<typeof templatesRoutes.create>): Promise<Fields> {
    const { name, kind, document = null } = input;
    return { name, kind, document, ...(await this.#madeOfInput(input)) };
  }

  /** Of either kind; throws for what has the parts of the other. */
  async #madeOfInput(
    input: Omit<ParsedInputOf<typeof templatesRoutes.create>, 'name'>,
    instead?: Partial<Unpublished>,
  ): Promise<TemplateContent & Made> {
    const { kind, subject, preheader, format, body, textBody, document } = input;
    assertOfKind(kind, { ...input, textBody: textBody || undefined });
    if (kind === 'visual')
      return {
        subject,
        preheader,
        format: 'mjml',
        textBody: '',
        ...(await this.#made({ document: document ?? null, subject, preheader }, instead)),
      };
    if (format && body)
      return { subject, preheader, format, body, textBody, problems: [], places: [], languages: null };
    throw invalid('template.kind', 'Code needs a format and a body.', [
      ...(format ? [] : [{ path: ['format'], message: 'Choose a format.' }]),
      ...(body ? [] : [{ path: ['body'], message: 'Enter the content of the message.' }]),
    ]);
  }

  async #made(template: MadeOf, instead: Partial<Unpublished> = {}): Promise<Made> {
    const { brand, savedBlocks } = await this.db.transaction(() => this.#parts());
    return madeOf(template, {
      brand: instead.brand ?? brand,
      savedBlocks: new Map([...savedBlocks, ...(instead.savedBlocks ?? [])]),
    });
  }

  /** What a document refers to. */
  async #parts(): Promise<Parts & { readonly savedBlocks: PublishedBlocks }> {
    const { kit } = await this.brand.get();
    return { brand: kit, savedBlocks: await this.savedBlocks.published() };
  }

  /** A template that cannot be read is not stored; one that merely is not ready to be sent is. */
  async #assertCompiles(fields: TemplateContent): Promise<void> {
    const errors = await this.sandbox.run('check', { content: contentOf(fields) });
    const [first] = errors;
    if (!first) return;
    const place = first.line ? ` (line ${first.line}${first.column ? `, column ${first.column}` : ''})` : '';
    throw new DomainError('invalid', 'template.invalid', `${first.message}${place}`, { errors });
  }

  /** Checks outside the transaction, since MJML takes its time. */
  async #checked(current: Template, { document, ...rest }: Partial<Template>): Promise<Partial<Template>> {
    const given = { ...rest, ...(document && { document: withoutUnusedTranslations(document) }) };
    Object.assign(current, given);
    const fields = current.kind === 'visual' ? { ...given, ...(await this.#made(current)) } : given;
    await this.#assertCompiles(Object.assign(current, fields));
    return fields;
  }

  /** In the open transaction: what it said before, and the template as it is now. */
  async #change(id: string, fields: Partial<Template>, assertCurrent: () => Promise<void>) {
    await keepReferences(this.db);
    await this.versions.lock(id);
    await assertCurrent();
    const template = await this.get(id);
    const before = contentOfTemplate(template);
    await this.#makeOfToday(Object.assign(template, fields, { updatedById: currentUserId() }));
    return { before, saved: await this.#save(template) };
  }

  /** Once references are kept: the brand kit and saved blocks may be others than when the template was checked. */
  async #makeOfToday(template: Template): Promise<void> {
    if (template.kind === 'visual') Object.assign(template, madeOf(template, await this.#parts()));
  }

  async #save(template: Template): Promise<Template> {
    const saved = await this.db.repo(Template).save(template);
    afterCommit(() => this.live.publish('templates', saved.id));
    return saved;
  }
}

function assertOfKind(
  kind: TemplateKind,
  { document, format, body, textBody }: { [Part in 'document' | 'format' | 'body' | 'textBody']?: unknown },
): void {
  if (kind === 'code' && document !== undefined)
    throw invalid('template.kind', 'This template is code. Convert it into a visual copy to edit it with blocks.', [
      { path: ['document'], message: 'A template that is code has no blocks.' },
    ]);
  if (kind === 'visual' && (format ?? body ?? textBody) !== undefined)
    throw invalid('template.kind', 'This is a visual template: its code is made from its blocks.', [
      { path: ['body'], message: 'Change the document instead.' },
    ]);
}

/** What the versions of a template hold of it. */
function contentOfTemplate({ kind, subject, preheader, document, format, body, textBody }: Template): DraftContent {
  const texts = { subject, preheader, textBody };
  return kind === 'visual'
    ? { ...texts, document, format: null, body: null }
    : { ...texts, document: null, format, body };
}

/** A draft may be incomplete; what is published is checked as it is when a template is created. */
function publishable(kind: TemplateKind, content: DraftContent): Partial<Template> {
  const { subject, preheader, format, body, textBody } = templateInput.shape;
  const texts = z.object({ subject, preheader });
  const parsed = (kind === 'visual' ? texts : texts.extend({ format, body, textBody })).safeParse(content);
  if (parsed.success) return kind === 'visual' ? { ...parsed.data, document: content.document } : parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
  throw invalid('template.incomplete', `${errors[0]?.message ?? 'Something is missing.'} Then publish again.`, errors);
}

function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null;
  const [, at, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (!at || !id)
    throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
  return { at, id };
}
