import { z } from 'zod';

/** A secret of a process: long enough to be one. */
export const secretSetting = z
  .string()
  .min(32, 'must be at least 32 characters; generate one with: openssl rand -base64 32');

/** What production says to the examples in `.env.example` and to anything that repeats itself; null for a real secret. */
export function problemWithSecret(secret: string): string | null {
  const isKnown = /change[-_ ]?me|example|secret|default/i.test(secret) || new Set(secret).size < 10;
  return isKnown ? 'is a published example; generate your own with: openssl rand -base64 32' : null;
}

/** Everything that is wrong with the settings of a process, for a person to read; null when nothing is. */
export function problemsWithSettings({ error }: z.ZodSafeParseResult<unknown>): string | null {
  if (!error) return null;
  const problems = error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  return `The configuration is not usable:\n${problems.join('\n')}\nSee .env.example.\n`;
}
