import { createPrivateKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { domainToASCII } from 'node:url';
import {
  addressKey,
  emailAddress,
  problemsWithSettings,
  problemWithAddress,
  problemWithSecret,
  secretSetting,
} from '@engagex/domain/shared';
import { partsOfDsn } from '@engagex/telemetry';
import { getPublicSuffix } from 'tldts';
import { z } from 'zod';
import { domainOf } from '@engagex/domain/shared';

const optional = z
  .string()
  .optional()
  .transform((text) => text || undefined);

/** May be left empty; otherwise an address with one of these schemes. */
function optionalUrl(...schemes: readonly string[]) {
  const isOne = (url: string) => URL.canParse(url) && schemes.includes(new URL(url).protocol);
  const begins = schemes.map((scheme) => `${scheme}//`).join(' or ');
  return optional.refine((url) => url === undefined || isOne(url), `must start with ${begins}`);
}

function isDsn(text: string): boolean {
  try {
    return partsOfDsn(text).key !== '';
  } catch {
    return false;
  }
}

const builtWeb = join(import.meta.dirname, '../../web/dist');

const dnsName = z.string().regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i, 'must be a DNS name such as mail.example.com');

/** Domains, addresses and `*`, with commas or spaces between them. */
const sendersSetting = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .superRefine((entries, context) => {
    for (const entry of entries) {
      if (entry === '*' || isSender(entry)) continue;
      const message = `“${entry}” is neither a domain such as example.com nor an address; * stands for every domain`;
      context.addIssue({ code: 'custom', message });
    }
  });

function isSender(entry: string): boolean {
  const domain = domainToASCII(domainOf(entry));
  const address = entry.includes('@') ? entry : `anybody@${domain}`;
  return problemWithAddress(address) === null && getPublicSuffix(domain) !== domain;
}

/** Addresses as they are compared, with commas between them. */
const operatorsSetting = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .superRefine((addresses, context) => {
    for (const address of addresses)
      if (problemWithAddress(address) !== null)
        context.addIssue({ code: 'custom', message: `“${address}” is not an email address` });
  })
  .transform((addresses) => addresses.map(addressKey));

const leastRsaBits = 1_024; // RFC 8301, 3.2

const dkimPrivateKey = z.string().transform((pem, context): KeyObject => {
  const problem = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  try {
    const key = createPrivateKey(pem.replaceAll(String.raw`\n`, '\n'));
    if (key.asymmetricKeyType === 'ed25519') return key;
    if (key.asymmetricKeyType !== 'rsa') return problem('must be an RSA or Ed25519 key');
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return bits < leastRsaBits ? problem(`must have at least ${leastRsaBits} bits; use 2048`) : key;
  } catch {
    return problem('must be a private key in PEM format, as printed by openssl genrsa 2048');
  }
});

interface DkimSettings {
  readonly DKIM_DOMAIN?: string | undefined;
  readonly DKIM_SELECTOR?: string | undefined;
  readonly DKIM_PRIVATE_KEY?: KeyObject | undefined;
  readonly SMTP_URL?: string | undefined;
  readonly SENDGRID_API_KEY?: string | undefined;
}

function problemsWithDkim(config: DkimSettings, problem: (path: string, message: string) => void): void {
  const names = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'] as const;
  const missing = names.filter((name) => !config[name]);
  if (missing.length === names.length) return;
  for (const name of missing) problem(name, `set this too: a signature needs ${names.join(', ')}`);
  if (config.SENDGRID_API_KEY) problem('DKIM_DOMAIN', 'leave this empty with SendGrid, which signs what it sends');
  const hasOptions = config.SMTP_URL && new URL(config.SMTP_URL).search !== '';
  if (hasOptions && config.DKIM_PRIVATE_KEY?.asymmetricKeyType === 'ed25519')
    problem('DKIM_PRIVATE_KEY', 'use an RSA key with an SMTP_URL that has options after a ?');
}

interface MailboxSettings {
  readonly BOUNCE_MAILBOX_URL?: string | undefined;
  readonly BOUNCE_MAILBOX_ADDRESS?: string | undefined;
  readonly BOUNCE_MAILBOX_AFTERWARDS?: string | undefined;
}

function problemsWithMailbox(config: MailboxSettings, problem: (path: string, message: string) => void): void {
  const { BOUNCE_MAILBOX_URL: url, BOUNCE_MAILBOX_ADDRESS: address, BOUNCE_MAILBOX_AFTERWARDS: afterwards } = config;
  if (url && !address)
    problem('BOUNCE_MAILBOX_ADDRESS', 'set this too: the address of the mailbox of BOUNCE_MAILBOX_URL');
  if (address && !url) problem('BOUNCE_MAILBOX_URL', 'set this too: where the mailbox of BOUNCE_MAILBOX_ADDRESS is');
  if (!url) return;
  const { username, password, hostname, protocol } = new URL(url);
  if (!username || !password || !hostname)
    problem('BOUNCE_MAILBOX_URL', 'must have a username, a password and a host: imaps://user:password@host');
  const allowed: readonly string[] = protocol.startsWith('imap') ? ['move', 'flag'] : ['keep', 'delete'];
  if (afterwards && !allowed.includes(afterwards))
    problem('BOUNCE_MAILBOX_AFTERWARDS', `must be ${allowed.join(' or ')} with ${protocol}//`);
}

const webhookSecrets = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((secrets) => secrets.length <= 2, 'must be one secret, or two with a comma between them')
  .refine((secrets) => secrets.every((each) => /^whsec_\S+$/.test(each)), 'must start with whsec_');

/** Every setting of the API and worker processes. `.env.example` lists them with the same words. */
export const configSchema = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
    /** Where people reach the BFF: the start of every tracked link. */
    PUBLIC_URL: z.url(),
    /** PostgreSQL, as the role engagex_app. */
    DATABASE_URL: z.string().startsWith('postgres'),
    DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
    REDIS_URL: optionalUrl('redis:', 'rediss:'),
    /** Signs the token between BFF and API. */
    INTERNAL_SECRET: secretSetting,
    /** Signs the links in messages; changing it breaks links already sent. */
    TRACKING_SECRET: secretSetting,
    /** Encrypts what must be read again: secrets of second factors, of identity providers and of transports. */
    ENCRYPTION_SECRET: secretSetting,
    /** Where journals of this machine are kept, and uploads and exports unless S3_* name a bucket. */
    FILES_DIR: z.string().min(1),
    /** A bucket of a service that speaks S3, for uploads and exports: all of these or none; the region has a default. */
    S3_ENDPOINT: optionalUrl('https:', 'http:'),
    S3_BUCKET: optional.refine(
      (name) => name === undefined || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name),
      'must be the name of a bucket',
    ),
    S3_REGION: optional.transform((region) => region ?? 'us-east-1'),
    S3_ACCESS_KEY_ID: optional,
    S3_SECRET_ACCESS_KEY: optional,
    /** Where images of messages are served: a host of its own, which leads to the BFF; without it PUBLIC_URL. */
    IMAGES_URL: optionalUrl('https:', 'http:'),
    /** How long a silent worker keeps its deliveries before others settle them. */
    DELIVERY_LEASE_SECONDS: z.coerce.number().int().min(2).max(600).default(15),
    /** How many events a stage applies in one transaction. */
    EVENT_BATCH_SIZE: z.coerce.number().int().min(1).max(1_000).default(100),
    /** Events are applied as soon as they are accepted, and after this long at most when the queue lost the wake-up. */
    EVENT_BATCH_SECONDS: z.coerce.number().min(0.1).max(60).default(5),
    /** How soon watched segments are asked about contacts whose data changed; after events they are asked at once. */
    SEGMENT_SWEEP_SECONDS: z.coerce.number().min(0.05).max(60).default(0.25),
    /** How many events a second one key may send to one process; ten seconds' worth may come at once. */
    EVENTS_PER_SECOND: z.coerce.number().int().min(1).max(1_000_000).default(2_000),
    /** Who mail about accounts comes from; without it, no-reply at the host of PUBLIC_URL. */
    MAIL_FROM: optional.pipe(emailAddress.optional()),
    /**
     * Senders of organizations that the installation's transport carries, and that DKIM_* signs. Everybody's transports
     * refuse other senders at the domains of MAIL_FROM and DKIM_DOMAIN. `sender-rules.ts` says what holds without it.
     */
    MAIL_ALLOWED_FROM: sendersSetting,
    SMTP_URL: optionalUrl('smtp:', 'smtps:'),
    SENDGRID_API_KEY: optional,
    /** The longest to wait for one answer of a mail server; without it as long as RFC 5321 asks, and 30 for SendGrid. */
    MAIL_TIMEOUT_SECONDS: optional
      .transform((text) => (text === undefined ? undefined : Number(text)))
      .pipe(z.int().min(1).max(600).optional()),
    /** Where Google Postmaster Tools is read, and where its tokens come from; elsewhere only for trying things out. */
    POSTMASTER_URL: z.url().default('https://gmailpostmastertools.googleapis.com'),
    GOOGLE_TOKEN_URL: z.url().default('https://oauth2.googleapis.com/token'),
    SENDGRID_BASE_URL: z.url().default('https://api.sendgrid.com'),
    /** Signs what goes out by SMTP (RFC 6376): all three or none. The key is RSA or Ed25519, PEM, `\\n` for line breaks. */
    DKIM_DOMAIN: optional.pipe(dnsName.optional()),
    DKIM_SELECTOR: optional.pipe(dnsName.optional()),
    DKIM_PRIVATE_KEY: optional.pipe(dkimPrivateKey.optional()),
    /** Name servers to ask instead of the system's, as addresses with a comma between them. */
    DNS_SERVERS: z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((server) => server.trim())
          .filter(Boolean),
      ),
    /** An authority that certifies link hosts (ACME, RFC 8555); without it the proxy in front gets the certificates. */
    ACME_DIRECTORY_URL: optionalUrl('https:', 'http:'),
    /** Who the authority may write to. */
    ACME_CONTACT: optional.pipe(emailAddress.optional()),
    /** The port of HTTPS at link hosts; other than 443 for trying things out. */
    LINK_HOSTS_PORT: z.coerce.number().int().min(1).max(65_535).default(443),
    /**
     * How long a process that is told to stop goes on answering while it says that it is not ready, so that balancers notice;
     * 5 in production, otherwise 0.
     */
    DRAIN_SECONDS: optional
      .transform((text) => (text === undefined ? undefined : Number(text)))
      .pipe(z.number().min(0).max(600).optional()),
    /** Told back by /health/ready, so that whoever started this process knows that it is the one that answers. */
    INSTANCE_ID: z.string().max(100).default(''),
    /** Whether servers that organizations name may be in a private network; in the open that lets their owners look around in yours. */
    PRIVATE_NETWORKS: z.stringbool().default(false),
    /**
     * The host that takes bounces: its MX leads to the inbound listener. Return paths are addresses at it, and complaints come
     * to fbl@ it. Without it, bounces go to senders.
     */
    BOUNCE_HOST: optional.pipe(dnsName.toLowerCase().optional()),
    /** Where the worker listens for bounces and complaints by SMTP; without a port, nowhere. */
    INBOUND_HOST: z.string().default('127.0.0.1'),
    INBOUND_PORT: optional
      .transform((text) => (text === undefined ? undefined : Number(text)))
      .pipe(z.int().min(0).max(65_535).optional()),
    /**
     * The mailbox that bounces of the installation's own transport go to, for mail servers that refuse other return paths:
     * `imaps://user:password@host/folder`, imap, pop3s or pop3; without the s, STARTTLS is required.
     */
    BOUNCE_MAILBOX_URL: optionalUrl('imaps:', 'imap:', 'pop3s:', 'pop3:'),
    /** Its address. */
    BOUNCE_MAILBOX_ADDRESS: optional.pipe(emailAddress.optional()),
    /** Whether mail to address+anything arrives in it; then bounces name their message. */
    BOUNCE_MAILBOX_PLUS: z.stringbool().default(false),
    /** What becomes of bounces there once they are stored. */
    BOUNCE_MAILBOX_AFTERWARDS: optional.pipe(z.enum(['move', 'flag', 'keep', 'delete']).optional()),
    /** Files with its certificate (PEM, with those above it) and key, for STARTTLS: both or none; without them it makes its own. */
    INBOUND_CERTIFICATE_FILE: optional,
    INBOUND_KEY_FILE: optional,
    /** Confirmed addresses of the people who run this installation: they see its organizations, under /operator. */
    OPERATORS: operatorsSetting,
    /** Whether they need a second factor for that. */
    OPERATORS_SECOND_FACTOR: z.stringbool().default(true),
    /** Whether organizations pay for what they use: then usage is counted, and owners see it. */
    BILLING: z.enum(['off', 'on']).default('off'),
    /** A JSON file with the plans that organizations can be on; without it, one without limits. */
    PLANS_FILE: optional,
    /** What organizations pay with, where BILLING is on; without it, plans and usage only. */
    STRIPE_SECRET_KEY: optional.refine(
      (key) => key === undefined || /^[rs]k_(test|live)_\w+$/.test(key),
      'must be a secret or restricted key of Stripe, such as sk_live_…',
    ),
    /** The signing secret of the webhook endpoint; two, with a comma between them, while it is renewed. */
    STRIPE_WEBHOOK_SECRETS: webhookSecrets,
    /** The same of the event destination for errors of meters, which is one of its own. */
    STRIPE_METER_WEBHOOK_SECRETS: webhookSecrets,
    /** Where Stripe is asked; another address only for trying things out. */
    STRIPE_API_BASE: optionalUrl('https:', 'http:'),
    /** Whether Stripe works out taxes (Stripe Tax). */
    STRIPE_TAX: z.stringbool().default(true),
    /** The Chromium that draws dashboards for mail; without it one is looked for in the usual places, and `none` means none. */
    CHROMIUM_PATH: optional,
    /** Whether it runs in its sandbox; as root it never does. */
    CHROMIUM_SANDBOX: z.stringbool().default(true),
    /** The built web application, whose pages it draws. */
    WEB_DIR: z.string().default(builtWeb),
    /** Where errors are reported by Sentry's protocol (https://key@host/project): Sentry, GlitchTip; without it, in the log alone. */
    ERRORS_DSN: optional.refine((dsn) => dsn === undefined || isDsn(dsn), 'must look like https://key@host/project'),
    /** Where Prometheus reads what this process counts and measures (`/metrics`); without a port, nowhere. */
    METRICS_HOST: z.string().default('127.0.0.1'),
    METRICS_PORT: optional
      .transform((text) => (text === undefined ? undefined : Number(text)))
      .pipe(z.int().min(0).max(65_535).optional()),
    /** A folder on the disk of PostgreSQL, if that is on this machine: how full it is becomes a metric. */
    DATABASE_DIR: optional,
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .superRefine((config, context) => {
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (!config.SMTP_URL && !config.SENDGRID_API_KEY)
      problem('SMTP_URL', 'set this or SENDGRID_API_KEY: something must carry the mail');
    problemsWithDkim(config, problem);
    problemsWithMailbox(config, problem);
    if (!config.INBOUND_CERTIFICATE_FILE !== !config.INBOUND_KEY_FILE)
      problem('INBOUND_CERTIFICATE_FILE', 'set INBOUND_KEY_FILE as well, or neither');
    if (config.STRIPE_SECRET_KEY && config.STRIPE_WEBHOOK_SECRETS.length === 0)
      problem('STRIPE_WEBHOOK_SECRETS', 'set this too: events of Stripe count only when they are signed');
    const s3 = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;
    const missing = s3.filter((name) => !config[name]);
    if (missing.length < s3.length)
      for (const name of missing) problem(name, `set this too: a bucket needs ${s3.join(', ')}`);
    if (config.NODE_ENV !== 'production') return;
    if (!config.PUBLIC_URL.startsWith('https://')) problem('PUBLIC_URL', 'must start with https:// in production');
    if (config.IMAGES_URL?.startsWith('http:')) problem('IMAGES_URL', 'must start with https:// in production');
    for (const name of ['INTERNAL_SECRET', 'TRACKING_SECRET', 'ENCRYPTION_SECRET'] as const) {
      const known = problemWithSecret(config[name]);
      if (known) problem(name, known);
    }
  });

export type Config = z.output<typeof configSchema>;

/** Whether organizations can pay: billing is on, and there is somebody to take payments. */
export function takesPayments({ BILLING, STRIPE_SECRET_KEY }: Pick<Config, 'BILLING' | 'STRIPE_SECRET_KEY'>): boolean {
  return BILLING === 'on' && STRIPE_SECRET_KEY !== undefined;
}

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
  // Nothing goes by the clock of the machine: times are those of organizations, and libraries that ask it get UTC.
  process.env.TZ = 'UTC';
  const result = configSchema.safeParse(environment);
  if (result.success) return result.data;
  process.stderr.write(problemsWithSettings(result) ?? '');
  process.exit(1);
}
