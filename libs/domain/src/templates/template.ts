import type { EmailDocument } from '../documents/index.ts';
import type { TemplateProblem } from './template-problem.ts';

export const templateFormats = ['mjml', 'html'] as const;
export type TemplateFormat = (typeof templateFormats)[number];

/** Code is what its author wrote, byte for byte; a visual template is a document made of blocks. A template never changes its kind. */
export const templateKinds = ['code', 'visual'] as const;
export type TemplateKind = (typeof templateKinds)[number];

/** A visual template in another language: MJML made of its document, and the lines around it where they are translated. */
export interface TranslatedTemplate {
  readonly language: string;
  readonly subject: string | null;
  readonly preheader: string | null;
  readonly body: string;
}

/** The language of a template's own content, and what it says in others. */
export interface TemplateLanguages {
  readonly base: string;
  readonly others: readonly TranslatedTemplate[];
}

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
  /** Made of the document like the body; null for code, and where the document names no language. */
  languages: TemplateLanguages | null = null;
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
