import { Injectable } from '@nestjs/common';
import { can, roles } from '@engagex/domain/accounts';
import { conflict, DomainError, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import {
  commentLimits,
  type CommentThread,
  type Mentionable,
  type TemplateComment,
  type templateCommentsRoutes,
} from '@engagex/domain/template-comments';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { callerMay } from '../../platform/http/caller.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { CampaignsService } from '../campaigns/index.ts';
import { Notifications } from '../notifications/index.ts';
import { TemplatesService } from '../templates/index.ts';
import * as sql from './template-comments.queries.ts';

type Stored = Omit<TemplateComment, 'canDelete' | 'canEdit' | 'createdAt' | 'editedAt'> &
  Pick<CommentThread, 'blockId' | 'resolvedBy'> & {
    readonly createdAt: Date;
    readonly editedAt: Date | null;
    readonly threadId: string | null;
    readonly resolvedAt: Date | null;
  };

interface Locked {
  readonly id: string;
  readonly templateId: string;
  readonly threadId: string | null;
  readonly resolvedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly createdById: string | null;
  readonly body: string;
  readonly mentions: readonly string[];
}

type NewComment = Omit<ParsedInputOf<typeof templateCommentsRoutes.create>, 'id'>;

const rolesThatSee = roles.filter((role) => can(role, 'templates:read'));

/** What members say to each other about a template. */
@Injectable()
export class TemplateComments {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly templates: TemplatesService,
    private readonly notifications: Notifications,
    private readonly campaigns: CampaignsService,
  ) {}

  async list(templateId: string) {
    await this.templates.get(templateId);
    return { threads: await this.#threads(templateId) };
  }

  /** Of the templates that are there still. */
  async ofCampaign(campaignId: string) {
    const { templateId, abTest } = await this.campaigns.get(campaignId);
    const ofVariants = abTest?.variants.map((variant) => variant.templateId) ?? [];
    const ids = [...new Set([templateId, ...ofVariants].flatMap((id) => id ?? []))];
    const templates = await this.db.rows<{ id: string; name: string }>(sql.namesOfTemplates, [ids]);
    return {
      templates: await Promise.all(
        templates.map(async ({ id, name }) => ({ id, name, threads: await this.#threads(id) })),
      ),
    };
  }

  async create(templateId: string, { blockId, threadId, body, mentions }: NewComment) {
    const { kind } = await this.templates.get(templateId);
    if (blockId !== null && threadId !== null)
      throw invalid('template-comment.thread', 'An answer is about the block of its thread.', [
        { path: ['blockId'], message: 'Leave it out in an answer.' },
      ]);
    if (blockId !== null && kind === 'code')
      throw invalid('template-comment.block', 'A template that is code has no blocks. Comment on the template.', [
        { path: ['blockId'], message: 'Leave it out for a template that is code.' },
      ]);
    await this.#assertRoom(templateId);
    await this.#assertMentionable(mentions);
    if (threadId !== null) await this.#answer(templateId, threadId);
    const values = [templateId, threadId, blockId, body, mentions, currentUserId()];
    const id = (await this.db.row<{ id: string }>(sql.addComment, values))?.id ?? '';
    noteAudit({ objectId: id });
    const comment = await this.#get(id);
    const by = comment.author?.name ?? 'A program';
    await this.notifications.mention(id, `${by} wrote:\n\n“${body}”`, mentions);
    this.#announce(templateId);
    return comment;
  }

  /** Whoever is mentioned now and was not before is told. */
  async edit(id: string, { body, mentions }: Pick<NewComment, 'body' | 'mentions'>) {
    const before = await this.#existing(id);
    assertMayEdit(before);
    await this.#assertMentionable(mentions.filter((each) => !before.mentions.includes(each)));
    noteAudit({ before: { body: before.body } });
    await this.db.rows(sql.editComment, [id, body, mentions, this.clock.now()]);
    const comment = await this.#get(id);
    const by = comment.author?.name ?? 'A program';
    await this.notifications.mention(id, `${by} wrote:\n\n“${body}”`, mentions);
    this.#announce(before.templateId);
    return comment;
  }

  async members(templateId: string) {
    await this.templates.get(templateId);
    return { members: await this.#members() };
  }

  async resolve(id: string): Promise<void> {
    const thread = await this.#thread(id);
    if (thread.resolvedAt) return;
    await this.db.rows(sql.setResolved, [id, this.clock.now(), currentUserId()]);
    this.#announce(thread.templateId);
  }

  async reopen(id: string): Promise<void> {
    const thread = await this.#thread(id);
    await this.db.rows(sql.setResolved, [id, null, null]);
    this.#announce(thread.templateId);
  }

  async delete(id: string): Promise<void> {
    const comment = await this.#existing(id);
    assertMayDelete(comment);
    await this.db.rows(sql.setDeleted, [id, this.clock.now(), currentUserId()]);
    this.#announce(comment.templateId);
  }

  async restore(id: string): Promise<void> {
    const found = await this.db.row<Pick<Locked, 'templateId'>>(sql.templateOf, [id]);
    if (!found) throw notFound('comment');
    await this.#assertRoom(found.templateId); // first, as whoever answers does
    const comment = await this.#locked(id);
    assertMayDelete(comment);
    await this.db.rows(sql.setDeleted, [id, null, null]);
    this.#announce(comment.templateId);
  }

  async #threads(templateId: string) {
    const rows = await this.db.rows<Stored>(sql.commentsOf, [templateId]);
    return rows
      .filter(({ threadId }) => threadId === null)
      .map((first) => ({
        ...first,
        comments: [first, ...rows.filter(({ threadId }) => threadId === first.id)].map(shown),
      }));
  }

  async #get(id: string): Promise<ReturnType<typeof shown>> {
    const comment = await this.db.row<Stored>(sql.commentById, [id]);
    if (!comment) throw notFound('comment');
    return shown(comment);
  }

  /** Somebody may have resolved or deleted the thread meanwhile. */
  async #answer(templateId: string, threadId: string): Promise<void> {
    const thread = await this.#thread(threadId);
    if (thread.templateId !== templateId) throw notFound('comment');
    if (thread.resolvedAt) await this.db.rows(sql.setResolved, [threadId, null, null]);
  }

  async #thread(id: string): Promise<Locked> {
    const comment = await this.#existing(id);
    if (comment.threadId === null) return comment;
    throw invalid('template-comment.thread', 'This comment is an answer. Use the first comment of its thread.');
  }

  async #existing(id: string): Promise<Locked> {
    const comment = await this.#locked(id);
    if (comment.deletedAt) throw notFound('comment');
    return comment;
  }

  /** Whatever is done with a comment needs its template. */
  async #locked(id: string): Promise<Locked> {
    const comment = await this.db.row<Locked>(sql.lockComment, [id]);
    if (!comment) throw notFound('comment');
    await this.templates.get(comment.templateId);
    return comment;
  }

  async #assertRoom(templateId: string): Promise<void> {
    await this.db.rows(sql.lockComments, [templateId]);
    const { count = 0 } = (await this.db.row<{ count: number }>(sql.countComments, [templateId])) ?? {};
    if (count >= commentLimits.comments)
      throw conflict(
        'template-comment.too-many',
        `A template has ${commentLimits.comments} comments at most. Delete some that are no longer needed.`,
      );
  }

  async #assertMentionable(mentions: readonly string[]): Promise<void> {
    if (mentions.length === 0) return;
    const members = new Set((await this.#members()).map(({ id }) => id));
    if (mentions.every((id) => members.has(id))) return;
    throw invalid('template-comment.mention', 'Mention members of this organization who may see templates.', [
      { path: ['mentions'], message: 'Choose from the members who can be mentioned.' },
    ]);
  }

  #members(): Promise<Mentionable[]> {
    return this.db.rows<Mentionable>(sql.membersWhoSee, [rolesThatSee]);
  }

  #announce(templateId: string): void {
    afterCommit(() => this.live.publish('template-comments', templateId));
  }
}

function shown({ id, body, mentions, author, createdAt, editedAt }: Stored) {
  const authorId = author?.id ?? null;
  const may = { canEdit: mayEdit(authorId), canDelete: mayDelete(authorId) };
  return { id, body, mentions, author, createdAt, editedAt, ...may };
}

function mayEdit(authorId: string | null): boolean {
  return callerMay('templates:write') && authorId === currentUserId();
}

function assertMayEdit({ createdById }: Locked): void {
  if (mayEdit(createdById)) return;
  throw new DomainError('forbidden', 'template-comment.of-another', 'Only its author may change a comment.');
}

function mayDelete(authorId: string | null): boolean {
  return callerMay('templates:write') && (authorId === currentUserId() || callerMay('members:write'));
}

function assertMayDelete({ createdById }: Locked): void {
  if (mayDelete(createdById)) return;
  throw new DomainError(
    'forbidden',
    'template-comment.of-another',
    'Only its author and those who manage members may delete or restore a comment.',
  );
}
