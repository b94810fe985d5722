import { z } from 'zod';
import { count, route } from '../shared/index.ts';
import { templateProblem } from './template-problem.ts';
import { newTemplate } from './templates.contract.ts';

export const linkCheckLimits = {
  /** Different addresses of one message that are asked; those beyond are not. */
  links: 100,
  /** Of all of them together. */
  seconds: 20,
} as const;

/** Whether the links of a message lead anywhere, as far as their servers say so. */
export const linkCheck = z.object({
  /** Different web addresses in the message, without those that depend on the person. */
  links: count,
  working: count,
  /** `link_dead` for each address whose server says that there is no such page, or that has no server. */
  problems: z.array(templateProblem),
  /** Servers that did not answer in time, or that refuse programs. */
  unknown: z.array(z.string()),
});
export type LinkCheck = z.output<typeof linkCheck>;

export const templateLinksRoutes = {
  check: route({
    id: 'templates.check-links',
    method: 'POST',
    reads: true,
    path: '/api/templates/links',
    summary: 'Ask the servers of the links of unsaved content whether there is such a page',
    permission: 'templates:write',
    body: newTemplate.omit({ name: true }).extend({ subject: z.string().max(500).default('') }),
    response: linkCheck,
  }),
};
