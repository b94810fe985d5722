import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from './stack-error.ts';

const GENERATED = [
  'ownerPassword',
  'appPassword',
  'bffPassword',
  'sessionSecret',
  'internalSecret',
  'trackingSecret',
  'encryptionSecret',
  'identitySecret',
  'stripeSecret',
] as const;

export type Secrets = Readonly<Record<(typeof GENERATED)[number], string>>;

export interface SignIn {
  readonly email: string;
  readonly password: string;
}

/** What the first start decided about the demo: how to sign in to it, null for none, undefined when nothing is decided yet. */
export type DemoDecision = SignIn | null | undefined;

interface SecretsFile extends Partial<Secrets> {
  readonly demo?: SignIn | null;
}

/** Made once per data folder and kept, readable by its owner only. One that a newer version adds is made then. */
export function readSecrets(dataDir: string): Secrets {
  const kept = read(dataDir);
  const secrets = Object.fromEntries(GENERATED.map((name) => [name, kept[name] ?? generate()])) as Record<
    keyof Secrets,
    string
  >;
  write(dataDir, { ...kept, ...secrets });
  return secrets;
}

export function readDemoDecision(dataDir: string): DemoDecision {
  return read(dataDir).demo;
}

export function keepDemoDecision(dataDir: string, demo: SignIn | null) {
  write(dataDir, { ...read(dataDir), demo });
}

function generate(): string {
  return randomBytes(32).toString('base64url');
}

function read(dataDir: string): SecretsFile {
  const file = secretsFile(dataDir);
  if (!existsSync(file)) return {};
  try {
    // Nobody but this module writes it.
    return JSON.parse(readFileSync(file, 'utf8')) as SecretsFile;
  } catch (cause) {
    throw new StackError(
      `${file} cannot be read. Restore it from a backup: without it the database cannot be opened.`,
      { cause },
    );
  }
}

function write(dataDir: string, content: SecretsFile) {
  const file = secretsFile(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function secretsFile(dataDir: string): string {
  return join(dataDir, 'secrets.json');
}
