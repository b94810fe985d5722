import { Injectable } from '@nestjs/common';
import { emailDocument, isSame } from '@engagex/domain/documents';
import { DomainError, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import {
  type DraftConflict,
  type DraftContent,
  mergeDrafts,
  type Template,
  type TemplateDraft,
  templateDraftsRoutes,
  type TemplateKind,
} from '@engagex/domain/templates';
import { currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../../platform/audit/request-context.ts';
import { pageOf } from '../../../platform/http/paging.ts';
import { TemplatesService } from '../templates.service.ts';
import { type StoredVersion, TemplateVersions } from './template-versions.ts';

type Saved = Omit<ParsedInputOf<typeof templateDraftsRoutes.save>, 'id' | 'baseRevision'>;

/** What is being edited of a template and was not published yet, and what it said before. */
@Injectable()
export class TemplateDrafts {
  constructor(
    private readonly db: TenantDb,
    private readonly templates: TemplatesService,
    private readonly versions: TemplateVersions,
  ) {}

  async get(id: string): Promise<TemplateDraft> {
    const { name, kind } = await this.templates.get(id);
    const { newest, published } = await this.versions.ends(id);
    const { revision, content, createdAt, createdBy } = newest;
    return {
      ...content,
      templateId: id,
      name,
      kind,
      revision,
      publishedRevision: published.revision,
      hasChanges: !isSame(content, published.content),
      updatedAt: createdAt.toISOString(),
      updatedBy: createdBy,
    };
  }

  /** Merges with what was saved since `baseRevision`; refuses what cannot be. */
  async save(id: string, baseRevision: number, given: Saved): Promise<TemplateDraft & { merged: boolean }> {
    const { kind } = await this.versions.lock(id);
    assertOfKind(kind, given);
    const { newest } = await this.versions.ends(id);
    const base = baseRevision === newest.revision ? newest : await this.versions.find(id, baseRevision);
    const theirs = newest.content;
    const mine = contentWith(base?.content ?? theirs, given);
    const { content, conflicts } = mergeDrafts({ base: base?.content ?? nothing(mine), mine, theirs });
    if (conflicts.length > 0 || (!base && !isSame(mine, theirs))) throw await this.#conflict(id, newest, conflicts);
    assertFits(content);
    if (!isSame(content, theirs)) await this.versions.autosave(id, newest, content);
    return { ...(await this.get(id)), merged: !isSame(content, mine) };
  }

  /** Makes messages of the draft, if nobody changed it since it was looked at. */
  async publish(id: string, revision: number): Promise<Template> {
    const { newest } = await this.db.transaction(async () => {
      await this.templates.get(id);
      return this.versions.ends(id);
    });
    const assertSame = async () => {
      const { newest: now } = await this.versions.ends(id);
      if (now.revision !== revision) throw await this.#conflict(id, now, []);
    };
    return this.templates.publish(id, newest.content, assertSame);
  }

  async discard(id: string, revision: number): Promise<TemplateDraft> {
    await this.versions.lock(id);
    const { newest, published } = await this.versions.ends(id);
    if (newest.revision !== revision) throw await this.#conflict(id, newest, []);
    if (!isSame(newest.content, published.content)) {
      await this.versions.restore(id, newest, published.content);
      noteAudit({ before: { version: newest.revision }, after: { version: published.revision } });
    }
    return this.get(id);
  }

  async list(id: string, { cursor, limit }: ParsedInputOf<typeof templateDraftsRoutes.versions>) {
    await this.templates.get(id);
    const rows = await this.versions.list(id, readCursor(cursor), limit + 1);
    return pageOf(rows, limit, (row) => String(row.revision));
  }

  async version(id: string, revision: number): Promise<StoredVersion> {
    await this.templates.get(id);
    const version = await this.versions.find(id, revision);
    if (!version) throw notFound('version');
    return version;
  }

  async restore(id: string, revision: number): Promise<TemplateDraft> {
    await this.versions.lock(id);
    const { content } = await this.version(id, revision);
    const { newest } = await this.versions.ends(id);
    if (!isSame(content, newest.content)) {
      await this.versions.restore(id, newest, content);
      noteAudit({ before: { version: newest.revision }, after: { version: revision } });
    }
    return this.get(id);
  }

  async #conflict(id: string, newest: StoredVersion, conflicts: readonly DraftConflict[]): Promise<DomainError> {
    const { createdById, createdBy, createdAt } = newest;
    const isYou = createdById !== null && createdById === currentUserId();
    const who = isYou ? 'you, elsewhere' : (createdBy?.name ?? 'someone else');
    return new DomainError(
      'conflict',
      'template-draft.conflict',
      conflicts.length > 0
        ? `The same part was changed since you opened it, by ${who}. Compare, then save again.`
        : `This was changed since you opened it, by ${who}. Look at what changed, then try again.`,
      {
        changed: { by: createdBy?.name ?? null, isYou, at: createdAt.toISOString() },
        current: templateDraftsRoutes.get.response.parse(await this.get(id)),
        errors: conflicts.map(({ kind, id: part }) => ({
          path: kind === 'field' ? [part] : ['document', part],
          message: 'This was changed on both sides.',
        })),
      },
    );
  }
}

/** The fields that were sent, over those of what it was made from. */
function contentWith(base: DraftContent, given: Saved): DraftContent {
  const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...base, ...sent };
}

/** A base that is not known any more: whatever differs was then changed on both sides. */
function nothing({ document }: DraftContent): DraftContent {
  const never = '\u0000'; // no text has it
  return {
    subject: never,
    preheader: never,
    format: null,
    body: never,
    textBody: never,
    document: document && { version: document.version, direction: 'brand', sections: [] },
  };
}

function assertOfKind(kind: TemplateKind, { document, format, body, textBody }: Saved): void {
  const isMissing = kind === 'visual' ? document === null : format === null || body === null;
  const isOther = kind === 'visual' ? (format ?? body ?? (textBody || null)) !== null : (document ?? null) !== null;
  if (isMissing || isOther)
    throw invalid('template.kind', `This template is ${kind === 'visual' ? 'made of blocks' : 'code'}, and stays so.`, [
      { path: [kind === 'visual' ? 'document' : 'body'], message: 'Change this instead.' },
    ]);
}

/** What two people put into one message may be more than a message can hold. */
function assertFits({ document }: DraftContent): void {
  const parsed = document ? emailDocument.safeParse(document) : null;
  if (!parsed || parsed.success) return;
  const [first] = parsed.error.issues;
  throw invalid(
    'template_draft.too_large',
    `Together with what others added, this message is too large. ${first?.message ?? ''} Remove something, then save again.`,
  );
}

function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^\d{1,9}$/.test(cursor))
    throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
  return Number(cursor);
}
