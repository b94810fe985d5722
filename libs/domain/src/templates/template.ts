import type { EmailDocument } from '../documents/index.ts';
import type { TemplateProblem } from './template-problem.ts';

export const templateFormats = ['mjml', 'html'] as const;
export type TemplateFormat = (typeof templateFormats)[number];

/** Code is what its author wrote, byte for byte; a visual template is a document made of blocks. A template never changes its kind. */
export const templateKinds = ['code', 'visual'] as const;
export type TemplateKind = (typeof templateKinds)[number];

/**
 * Reusable content: Liquid in all four texts; an empty text body is made from the HTML. The body of a visual template is
 * the MJML of its document, made again whenever that or the brand kit changes.
 */
export class Template {
  id!: string;
  name!: string;
  subject!: string;
  preheader = '';
  kind!: TemplateKind;
  /** Null for code. */
  document: EmailDocument | null = null;
  /** What the document has to fix before it can be sent. */
  problems: readonly TemplateProblem[] = [];
  format!: TemplateFormat;
  body!: string;
  textBody = '';
  createdAt!: Date;
  updatedAt!: Date;
  deletedAt: Date | null = null;
  createdById: string | null = null;
  updatedById: string | null = null;
}
