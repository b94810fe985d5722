import { z } from 'zod';

/** A change that makes a problem go away, as data: `mended` applies it to code or to a document. */
export const mend = z.discriminatedUnion('kind', [
  /** Every occurrence of some text in one part. */
  z.object({
    kind: z.literal('replace'),
    part: z.enum(['subject', 'preheader', 'body', 'textBody']),
    find: z.string().min(1),
    put: z.string(),
  }),
  /** What is shown for people of whom a variable is not known. */
  z.object({ kind: z.literal('fallback'), variable: z.string(), text: z.string() }),
  z.object({ kind: z.literal('unsubscribe_link') }),
]);
export type Mend = z.output<typeof mend>;

/** `error`: keeps the template from being sent. `warning`: should be looked at before. `advice`: could be better. */
export const problemSeverities = ['error', 'warning', 'advice'] as const;

/** Something to fix. `path` is a part of the template (`body`), or `document` and the id of a block. */
export const templateProblem = z.object({
  severity: z.enum(problemSeverities),
  path: z.array(z.string()),
  message: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
  /** Which check found it. */
  code: z.string().optional(),
  /** Where it can be fixed at once: what the button says, and what it does. */
  fix: z.object({ label: z.string(), mend }).optional(),
});
export type TemplateProblem = z.output<typeof templateProblem>;
