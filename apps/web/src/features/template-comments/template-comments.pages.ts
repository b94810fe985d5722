import type { Feature } from '../../shared/feature.ts';

export const templateComments: Feature = {
  things: {
    'template-comments': { name: 'Comments on templates', one: 'comment on the template' },
  },
  actions: {
    'template-comments.create': 'Commented on template',
    'template-comments.edit': 'Changed a comment on template',
    'template-comments.resolve': 'Resolved a thread on template',
    'template-comments.reopen': 'Reopened a thread on template',
    'template-comments.delete': 'Deleted a comment on template',
    'template-comments.restore': 'Restored a comment on template',
  },
};
