import { join } from 'node:path';
import { z } from 'zod';

const secret = z.string().min(32, 'must be at least 32 characters; generate one with: openssl rand -base64 32');
const builtWeb = join(import.meta.dirname, '../../web/dist');

/** Every setting of the BFF process. `.env.example` lists them with the same words. */
export const configSchema = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    /** Where people reach this process; decides whether cookies are Secure. */
    PUBLIC_URL: z.url(),
    /** PostgreSQL, as the role engagex_bff. */
    DATABASE_URL: z.string().startsWith('postgres'),
    API_URL: z.url(),
    /** Signs the session cookie. */
    SESSION_SECRET: secret,
    /** Signs the token between BFF and API; the same in both. */
    INTERNAL_SECRET: secret,
    WEB_DIR: z.string().default(builtWeb),
    /** How many proxies stand in front and may be believed about the client's address. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** Failed sign-ins per account in 15 minutes; per client address it is five times as many. */
    SIGN_IN_LIMIT: z.coerce.number().int().min(1).default(10),
    /** Sign-ups per client address in an hour. */
    SIGN_UP_LIMIT: z.coerce.number().int().min(1).default(20),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .superRefine((config, context) => {
    if (config.NODE_ENV !== 'production') return;
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (!config.PUBLIC_URL.startsWith('https://'))
      problem('PUBLIC_URL', 'must start with https:// in production: cookies would travel in plain HTTP');
    for (const name of ['SESSION_SECRET', 'INTERNAL_SECRET'] as const) {
      if (isDefaultSecret(config[name]))
        problem(name, 'is a published example; generate your own with: openssl rand -base64 32');
    }
  });

export type Config = z.output<typeof configSchema>;

/** The examples in `.env.example` and anything that repeats itself are known to everybody. */
function isDefaultSecret(text: string): boolean {
  return /change[-_ ]?me|example|secret|default/i.test(text) || new Set(text).size < 10;
}

/** Reads the environment; prints every problem at once and exits when there is one. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const result = configSchema.safeParse(environment);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  process.stderr.write(`The configuration is not usable:\n${problems.join('\n')}\nSee .env.example.\n`);
  process.exit(1);
}
