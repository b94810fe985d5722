import type { Feature } from '../../platform/feature.ts';
import { TemplateCommentsModule } from './template-comments.module.ts';
import { templateCommentsTables } from './template-comments.tables.ts';
import { templateCommentsContents } from './template-comments.contents.ts';

export const templateComments: Feature = {
  module: TemplateCommentsModule,
  tables: templateCommentsTables,
  contents: templateCommentsContents,
};
