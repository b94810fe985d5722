import { join } from 'node:path';
import { problemsWithSettings, problemWithSecret, secretSetting } from '@engagex/domain/shared';
import { partsOfDsn } from '@engagex/telemetry';
import { z } from 'zod';

function isDsn(text: string): boolean {
  try {
    return partsOfDsn(text).key !== '';
  } catch {
    return false;
  }
}

const builtWeb = join(import.meta.dirname, '../../web/dist');
const builtSdk = join(import.meta.dirname, '../../../libs/sdk/dist');

const provider = z.object({
  /** Part of addresses, and of the one the provider has to know: <PUBLIC_URL>/auth/oidc/<id>/callback. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'use lower-case letters, digits and dashes'),
  name: z.string().min(1).max(60),
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
});

const providersSetting = z
  .string()
  .default('')
  .transform((text, context) => {
    try {
      const value: unknown = JSON.parse(text || '[]');
      return value;
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a JSON array' });
      return z.NEVER;
    }
  })
  .pipe(z.array(provider))
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'every id must be different');

/** Every setting of the BFF process. `.env.example` lists them with the same words. */
export const configSchema = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    /** Where people reach this process; decides whether cookies are Secure. */
    PUBLIC_URL: z.url(),
    /** A host of its own for images of messages, where nothing else is served; the same as in the API. */
    IMAGES_URL: z
      .string()
      .optional()
      .transform((text) => text || undefined)
      .pipe(z.url().optional()),
    /** HTTPS for link hosts, with certificates that the worker gets; without it a proxy in front has them. */
    HTTPS_PORT: z
      .string()
      .optional()
      .transform((text) => (text ? Number(text) : undefined))
      .pipe(z.int().min(0).max(65_535).optional()),
    /** Lets a proxy on another machine ask whether a host is known; those on this machine may without. */
    LINK_HOSTS_ASK_SECRET: z
      .string()
      .optional()
      .transform((text) => text || undefined)
      .pipe(secretSetting.optional()),
    /** PostgreSQL, as the role engagex_bff. */
    DATABASE_URL: z.string().startsWith('postgres'),
    API_URL: z.url(),
    /** Signs the session cookie. */
    SESSION_SECRET: secretSetting,
    /** Signs the token between BFF and API; the same in both. */
    INTERNAL_SECRET: secretSetting,
    WEB_DIR: z.string().default(builtWeb),
    /** The built script for web pages, served at /sdk/engagex.js. */
    SDK_DIR: z.string().default(builtSdk),
    /** How many proxies stand in front and may be believed about the client's address. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** Failed sign-ins of an account before each next one has to wait, twice as long each time; per client address it is five times as many. */
    SIGN_IN_LIMIT: z.coerce.number().int().min(1).default(10),
    /** Sign-ups, and as many requests for new passwords, per client address in an hour. */
    SIGN_UP_LIMIT: z.coerce.number().int().min(1).default(20),
    /** Sign-ups through forms per client address in an hour; of one form, from all addresses, it is fifty times as many. */
    FORM_LIMIT: z.coerce.number().int().min(1).default(20),
    /** Requests to one event webhook per minute and address. */
    HOOK_LIMIT: z.coerce.number().int().min(1).default(6_000),
    /** Requests of one secret key in a minute. */
    API_KEY_LIMIT: z.coerce.number().int().min(1).default(600),
    /** Requests of one user or key at once; those beyond are asked to wait (429). */
    REQUESTS_PER_USER: z.coerce.number().int().min(1).default(250),
    /** Requests of signed-in people and keys at one client address at once. */
    REQUESTS_PER_ADDRESS: z.coerce.number().int().min(1).default(600),
    /** Open pages of one user, and of one client address, that are told of changes. */
    STREAMS_PER_USER: z.coerce.number().int().min(1).default(400),
    STREAMS_PER_ADDRESS: z.coerce.number().int().min(1).default(2_000),
    /**
     * How long a process that is told to stop goes on answering while it says that it is not ready, so that balancers notice;
     * 5 in production, otherwise 0.
     */
    DRAIN_SECONDS: z
      .string()
      .optional()
      .transform((text) => (text ? Number(text) : undefined))
      .pipe(z.number().min(0).max(600).optional()),
    /** Told back by /health/ready, so that whoever started this process knows that it is the one that answers. */
    INSTANCE_ID: z.string().max(100).default(''),
    /** OpenID Connect providers that anybody may sign in with: a JSON array of { id, name, issuer, clientId, clientSecret }. */
    OIDC_PROVIDERS: providersSetting,
    /** Whether servers that organizations name, such as their own providers, may be in a private network; in the open that lets their owners look around in yours. */
    PRIVATE_NETWORKS: z.stringbool().default(false),
    /** Where errors are reported by Sentry's protocol (https://key@host/project): Sentry, GlitchTip; without it, in the log alone. */
    ERRORS_DSN: z
      .string()
      .optional()
      .transform((text) => text || undefined)
      .refine((dsn) => dsn === undefined || isDsn(dsn), 'must look like https://key@host/project'),
    /** Where Prometheus reads what this process counts and measures (`/metrics`); without a port, nowhere. */
    METRICS_HOST: z.string().default('127.0.0.1'),
    METRICS_PORT: z
      .string()
      .optional()
      .transform((text) => (text ? Number(text) : undefined))
      .pipe(z.int().min(0).max(65_535).optional()),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .superRefine((config, context) => {
    if (config.NODE_ENV !== 'production') return;
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (!config.PUBLIC_URL.startsWith('https://'))
      problem('PUBLIC_URL', 'must start with https:// in production: cookies would travel in plain HTTP');
    if (config.OIDC_PROVIDERS.some(({ issuer }) => !issuer.startsWith('https://')))
      problem('OIDC_PROVIDERS', 'every issuer must start with https:// in production');
    for (const name of ['SESSION_SECRET', 'INTERNAL_SECRET'] as const) {
      const known = problemWithSecret(config[name]);
      if (known) problem(name, known);
    }
  });

export type Config = z.output<typeof configSchema>;

/** How long to go on answering after being told to stop. */
export function drainMsOf({ DRAIN_SECONDS, NODE_ENV }: Pick<Config, 'DRAIN_SECONDS' | 'NODE_ENV'>): number {
  return (DRAIN_SECONDS ?? (NODE_ENV === 'production' ? 5 : 0)) * 1_000;
}

/** How long requests under way, such as uploads, have after that. */
export function finishMsOf({ NODE_ENV }: Pick<Config, 'NODE_ENV'>): number {
  return NODE_ENV === 'production' ? 25_000 : 5_000;
}

/** Reads the environment; prints every problem at once and exits when there is one. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const result = configSchema.safeParse(environment);
  if (result.success) return result.data;
  process.stderr.write(problemsWithSettings(result) ?? '');
  process.exit(1);
}
