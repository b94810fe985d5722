import { z } from 'zod';
import { emailDocument } from '../documents/index.ts';
import { id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { templateFormats, templateKinds } from './template.ts';
import { body, templateView } from './templates.contract.ts';

/** Who saved something; null once that account is gone, or for what a program saved. */
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
  updatedAt: timestamp,
  updatedBy: author,
});
export type TemplateDraft = z.output<typeof templateDraft>;

const revision = z.int().positive();

/** published: campaigns were made of it. kept: ten minutes of editing. restored: made of an older version. */
export const versionReasons = ['published', 'kept', 'restored'] as const;

export const templateVersion = z.object({
  revision,
  reason: z.enum(versionReasons),
  createdAt: timestamp,
  createdBy: author,
});
templateVersion.register(z.globalRegistry, { id: 'TemplateVersion' });

export const templateDraftsRoutes = {
  get: route({
    id: 'templateDrafts.get',
    method: 'GET',
    path: '/api/templates/:id/draft',
    summary: 'What is being edited; the published content where nothing is',
    permission: 'templates:read',
    params: idParams,
    response: templateDraft,
  }),
  /**
   * Saving carries the revision it began from. Where somebody saved since, changes to different blocks and fields are
   * merged (`merged`), and changes to the same block are refused: 409 `template_draft.conflict` with details
   * `{ current: TemplateDraft, conflicts: string[] }` (ids of blocks, or names of fields), and nothing is saved.
   */
  save: route({
    id: 'templateDrafts.save',
    method: 'PATCH',
    path: '/api/templates/:id/draft',
    summary: 'Save what is being edited; changes of others to other blocks are merged, to the same block refused',
    permission: 'templates:write',
    params: idParams,
    body: draftContent.partial().extend({ baseRevision: revision }),
    response: templateDraft.extend({ merged: z.boolean() }),
  }),
  publish: route({
    id: 'templateDrafts.publish',
    method: 'POST',
    path: '/api/templates/:id/draft/publish',
    summary: 'Publish the draft: campaigns not yet launched and new ones are made of it',
    permission: 'templates:write',
    params: idParams,
    body: z.object({ revision }),
    response: templateView,
  }),
  discard: route({
    id: 'templateDrafts.discard',
    method: 'POST',
    path: '/api/templates/:id/draft/discard',
    summary: 'Go back to the published content; the discarded draft stays among the versions',
    permission: 'templates:write',
    params: idParams,
    body: z.object({ revision }),
    response: templateDraft,
  }),
  versions: route({
    id: 'templateDrafts.versions',
    method: 'GET',
    path: '/api/templates/:id/versions',
    summary: 'Versions of a template, newest first',
    permission: 'templates:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(templateVersion),
  }),
  version: route({
    id: 'templateDrafts.version',
    method: 'GET',
    path: '/api/templates/:id/versions/:revision',
    summary: 'The content of one version',
    permission: 'templates:read',
    params: z.object({ id, revision: z.coerce.number().int().positive() }),
    response: templateVersion.extend({ content: draftContent }),
  }),
  restore: route({
    id: 'templateDrafts.restore',
    method: 'POST',
    path: '/api/templates/:id/versions/:revision/restore',
    summary: 'Make an older version the draft; what was being edited becomes a version',
    permission: 'templates:write',
    params: z.object({ id, revision: z.coerce.number().int().positive() }),
    response: templateDraft,
  }),
};
