import { z } from 'zod';
import { emailDocument, languageTag } from '../documents/index.ts';
import { id, idParams, line, pageOf, pageQuery, route, searchText, timestamp, version } from '../shared/index.ts';
import { templateProblem } from './template-problem.ts';
import { templateFormats, templateKinds } from './template.ts';

const maxBodyCharacters = 500_000;
export const body = z
  .string()
  .max(maxBodyCharacters, `Use at most ${maxBodyCharacters.toLocaleString('en')} characters.`);

/** Code, kept byte for byte. */
export const templateInput = z.object({
  name: line('a name for the template', 100),
  subject: line('a subject', 500),
  preheader: z.string().trim().max(500).default(''),
  format: z.enum(templateFormats),
  body: body.min(1, 'Enter the content of the message.'),
  textBody: body.default(''),
});

/** Either kind: code has a format and a body, a visual template a document, of which its plain text is made, too. */
export const newTemplate = templateInput.extend({
  kind: z.enum(templateKinds).default('code'),
  format: templateInput.shape.format.optional(),
  body: templateInput.shape.body.optional(),
  document: emailDocument.optional(),
});

export const templateSummary = z.object({
  id,
  name: z.string(),
  subject: z.string(),
  kind: z.enum(templateKinds),
  format: z.enum(templateFormats),
  createdAt: timestamp,
  updatedAt: timestamp,
});
templateSummary.register(z.globalRegistry, { id: 'Template' });

export const templateView = templateSummary.extend({
  preheader: z.string(),
  /** Of a visual template, the MJML that is made of its document. */
  body: z.string(),
  textBody: z.string(),
  /** Null for code. */
  document: emailDocument.nullable(),
});
export type TemplateView = z.output<typeof templateView>;

export const templatePreview = z.object({
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  problems: z.array(templateProblem),
});

export const templatesRoutes = {
  list: route({
    id: 'templates.list',
    method: 'GET',
    path: '/api/templates',
    summary: 'Templates, last changed first',
    permission: 'templates:read',
    query: pageQuery.extend({ search: searchText }),
    response: pageOf(templateSummary),
  }),
  create: route({
    id: 'templates.create',
    method: 'POST',
    path: '/api/templates',
    summary: 'Create a template; Liquid and MJML are checked, and problems state line and column',
    permission: 'templates:write',
    body: newTemplate,
    response: templateView,
    status: 201,
  }),
  get: route({
    id: 'templates.get',
    method: 'GET',
    path: '/api/templates/:id',
    summary: 'One template',
    permission: 'templates:read',
    params: idParams,
    response: templateView,
  }),
  update: route({
    id: 'templates.update',
    method: 'PATCH',
    path: '/api/templates/:id',
    summary: 'Change a template; campaigns already launched keep what they were launched with',
    permission: 'templates:write',
    params: idParams,
    body: z.object({
      name: templateInput.shape.name.optional(),
      subject: templateInput.shape.subject.optional(),
      preheader: z.string().trim().max(500).optional(),
      format: z.enum(templateFormats).optional(),
      body: templateInput.shape.body.optional(),
      textBody: body.optional(),
      document: emailDocument.optional(),
      version,
    }),
    response: templateView,
  }),
  delete: route({
    id: 'templates.delete',
    method: 'DELETE',
    path: '/api/templates/:id',
    summary: 'Delete a template; it can be restored',
    permission: 'templates:write',
    params: idParams,
  }),
  restore: route({
    id: 'templates.restore',
    method: 'POST',
    path: '/api/templates/:id/restore',
    summary: 'Restore a deleted template',
    permission: 'templates:write',
    params: idParams,
    response: templateView,
  }),
  preview: route({
    id: 'templates.preview',
    method: 'POST',
    reads: true,
    path: '/api/templates/preview',
    summary:
      'Render unsaved content as a sample person, or as a contact (needs contacts:read), in their language or the one that is given, with everything to fix',
    permission: 'templates:read',
    body: newTemplate
      .omit({ name: true })
      .extend({ subject: z.string().max(500).default(''), contactId: id.optional(), language: languageTag.optional() }),
    response: templatePreview,
  }),
};
