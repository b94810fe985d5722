import { z } from 'zod';
import { emailDocument } from '../documents/index.ts';
import { id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { templateFormats, templateKinds } from './template.ts';
import { body, templateView } from './templates.contract.ts';

/** Who saved something; null for what a program saved. */
const author = z.object({ id, name: z.string() }).nullable();

/**
 * What is being edited and was not published yet. A draft may be incomplete: code that does not compile and a document
 * with problems are kept, and refused only when they are published.
 */
export const draftContent = z.object({
  subject: z.string().max(500),
  preheader: z.string().max(500),
  /** Of a visual template, else null. */
  document: emailDocument.nullable(),
  /** Of code, else null. */
  format: z.enum(templateFormats).nullable(),
  body: body.nullable(),
  textBody: body,
});
export type DraftContent = z.output<typeof draftContent>;

export const templateDraft = draftContent.extend({
  templateId: id,
  name: z.string(),
  kind: z.enum(templateKinds),
  /** Counts every save of this template. */
  revision: z.int().positive(),
  /** The revision that campaigns are made of. */
  publishedRevision: z.int().positive(),
  /** Whether the draft says anything else than what is published. */
  hasChanges: z.boolean(),
  updatedAt: timestamp,
  updatedBy: author,
});
export type TemplateDraft = z.output<typeof templateDraft>;

const revision = z.int().positive();
const versionParams = z.object({ id, revision: z.coerce.number().int().positive().max(2_147_483_647) });

/**
 * autosaved: the newest draft; older ones go after an hour. kept: the last of ten minutes of editing. published: campaigns
 * were made of it. restored: made of an older version, or of what is published.
 */
export const versionReasons = ['autosaved', 'kept', 'published', 'restored'] as const;
export type VersionReason = (typeof versionReasons)[number];

export const templateVersion = z.object({
  revision,
  reason: z.enum(versionReasons),
  createdAt: timestamp,
  createdBy: author,
});
export type TemplateVersion = z.output<typeof templateVersion>;
templateVersion.register(z.globalRegistry, { id: 'TemplateVersion' });

export const templateDraftsRoutes = {
  get: route({
    id: 'template-drafts.get',
    method: 'GET',
    path: '/api/templates/:id/draft',
    summary: 'What is being edited; the published content where nothing is',
    permission: 'templates:read',
    params: idParams,
    response: templateDraft,
  }),
  /**
   * Saving carries the revision it began from. Where somebody saved since, changes to different blocks and fields are
   * merged (`merged`), and changes to the same block are refused: 409 `template-draft.conflict` with the draft as it is in
   * `current` and what is in conflict in `errors`, by paths such as `['subject']` and `['document', <id>]`. Nothing is saved
   * then. The same where the revision is too old to be known. What is left out of the body stays as it was in that revision.
   */
  save: route({
    id: 'template-drafts.save',
    method: 'PATCH',
    path: '/api/templates/:id/draft',
    summary: 'Save what is being edited; changes of others to other blocks are merged, to the same block refused',
    permission: 'templates:write',
    audited: false,
    params: idParams,
    body: draftContent.partial().extend({ baseRevision: revision }),
    response: templateDraft.extend({ merged: z.boolean() }),
  }),
  publish: route({
    id: 'templates.publish',
    method: 'POST',
    path: '/api/templates/:id/draft/publish',
    summary: 'Publish the draft: campaigns not yet launched and new ones are made of it',
    permission: 'templates:write',
    params: idParams,
    body: z.object({ revision }),
    response: templateView,
  }),
  discard: route({
    id: 'templates.discard-draft',
    method: 'POST',
    path: '/api/templates/:id/draft/discard',
    summary: 'Go back to the published content; the discarded draft stays among the versions',
    permission: 'templates:write',
    params: idParams,
    body: z.object({ revision }),
    response: templateDraft,
  }),
  versions: route({
    id: 'template-drafts.versions',
    method: 'GET',
    path: '/api/templates/:id/versions',
    summary: 'Versions of a template, newest first',
    permission: 'templates:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(templateVersion),
  }),
  version: route({
    id: 'template-drafts.version',
    method: 'GET',
    path: '/api/templates/:id/versions/:revision',
    summary: 'The content of one version',
    permission: 'templates:read',
    params: versionParams,
    response: templateVersion.extend({ content: draftContent }),
  }),
  restore: route({
    id: 'templates.restore-version',
    method: 'POST',
    path: '/api/templates/:id/versions/:revision/restore',
    summary: 'Make an older version the draft; what was being edited becomes a version',
    permission: 'templates:write',
    params: versionParams,
    response: templateDraft,
  }),
};
