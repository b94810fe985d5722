import { z } from 'zod';

/** Something to fix: an `error` keeps the template from being sent, a `warning` does not. */
export const templateProblem = z.object({
  severity: z.enum(['error', 'warning']),
  path: z.array(z.string()),
  message: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
});
export type TemplateProblem = z.output<typeof templateProblem>;
