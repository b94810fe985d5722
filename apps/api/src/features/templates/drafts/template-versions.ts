import { Injectable } from '@nestjs/common';
import { isSame, readDocument } from '@engagex/domain/documents';
import { notFound } from '@engagex/domain/shared';
import { type DraftContent, mergeDrafts, type Template, type TemplateVersion } from '@engagex/domain/templates';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { Live } from '../../../platform/live/live.ts';
import { Clock } from '../../../ports/clock.ts';
import * as sql from './versions.queries.ts';

export interface StoredVersion extends Pick<TemplateVersion, 'revision' | 'reason' | 'createdBy'> {
  readonly content: DraftContent;
  readonly createdAt: Date;
  readonly createdById: string | null;
}

type LockedTemplate = Pick<Template, 'id' | 'name' | 'kind'>;

/** What is known of a template's content: both ends, the newest of which may be the published one. */
export interface Ends {
  readonly newest: StoredVersion;
  readonly published: StoredVersion;
}

interface NewVersion extends Pick<StoredVersion, 'revision' | 'reason' | 'content'> {
  readonly createdById: string | null;
}

/** Drafts that a save may still name as what it began from. */
const draftsKeptMs = 60 * 60_000;
const draftsKept = 500;
/** After so much editing, a draft is kept for good. */
const keepEveryMs = 10 * 60_000;

/** The versions of templates. Everything that writes first locks the template. */
@Injectable()
export class TemplateVersions {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  async ends(templateId: string): Promise<Ends> {
    return { newest: await this.#one(sql.newestVersion, [templateId]), published: await this.published(templateId) };
  }

  async published(templateId: string): Promise<StoredVersion> {
    return this.#one(sql.publishedVersion, [templateId]);
  }

  /** Null for one that never was, or was pruned. */
  async find(templateId: string, revision: number): Promise<StoredVersion | null> {
    const version = await this.db.row<StoredVersion>(sql.versionOf, [templateId, revision]);
    return version && withReadDocument(version);
  }

  async list(templateId: string, before: number | null, limit: number) {
    return this.db.rows<Omit<StoredVersion, 'content'>>(sql.listVersions, [templateId, before, limit]);
  }

  /** Until the transaction ends nobody else writes; afterwards there is at least one version. */
  async lock(templateId: string): Promise<LockedTemplate> {
    const template = await this.db.row<LockedTemplate>(sql.lockTemplate, [templateId]);
    if (!template) throw notFound('template');
    await this.db.rows(sql.beginVersions, [templateId]);
    return template;
  }

  /** The next draft. The one before is kept when ten minutes of editing have passed. */
  async autosave(templateId: string, newest: StoredVersion, content: DraftContent): Promise<void> {
    await this.db.rows(sql.keepIfDue, [templateId, newest.revision, this.#ago(keepEveryMs)]);
    await this.#add(templateId, {
      revision: newest.revision + 1,
      reason: 'autosaved',
      content,
      createdById: currentUserId(),
    });
  }

  /** An older content as the next draft; the one before is kept. */
  async restore(templateId: string, newest: StoredVersion, content: DraftContent): Promise<void> {
    await this.db.rows(sql.keepVersion, [templateId, newest.revision]);
    await this.#add(templateId, {
      revision: newest.revision + 1,
      reason: 'restored',
      content,
      createdById: currentUserId(),
    });
  }

  /** The draft itself is what campaigns are made of from now on. */
  async publishDraft(templateId: string, content: DraftContent): Promise<void> {
    const { newest } = await this.ends(templateId);
    await this.#add(templateId, {
      revision: newest.revision + 1,
      reason: 'published',
      content,
      createdById: currentUserId(),
    });
  }

  /**
   * The same of what was made beside a draft. That goes on: what was published is merged into it, and where both changed
   * the same the draft stays as it is. Its state before is kept.
   */
  async publish(templateId: string, content: DraftContent): Promise<void> {
    const { newest, published } = await this.ends(templateId);
    await this.publishDraft(templateId, content);
    if (isSame(newest.content, published.content)) return;
    const merged = mergeDrafts({ base: published.content, mine: newest.content, theirs: content }).content;
    if (isSame(merged, content)) return;
    await this.db.rows(sql.keepVersion, [templateId, newest.revision]);
    await this.#add(templateId, {
      revision: newest.revision + 2,
      reason: 'autosaved',
      content: merged,
      createdById: newest.createdById,
    });
  }

  async #add(templateId: string, { revision, reason, content, createdById }: NewVersion): Promise<void> {
    const text = JSON.stringify(content);
    await this.db.rows(sql.addVersion, [templateId, revision, reason, text, this.clock.now(), createdById]);
    await this.db.rows(sql.pruneDrafts, [templateId, revision, this.#ago(draftsKeptMs), draftsKept]);
    afterCommit(() => this.live.publish('template-drafts', templateId));
  }

  async #one(statement: string, values: readonly unknown[]): Promise<StoredVersion> {
    const version = await this.db.row<StoredVersion>(statement, values);
    if (!version) throw notFound('template');
    return withReadDocument(version);
  }

  #ago(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() - milliseconds);
  }
}

/** A version may have been written by a release whose documents were older. */
function withReadDocument(version: StoredVersion): StoredVersion {
  const { document } = version.content;
  return document ? { ...version, content: { ...version.content, document: readDocument(document) } } : version;
}
