/** What is wrong with the environment, found before anything starts. */
import type { DemoDecision } from './secrets.ts';

const schemes = {
  DATABASE_URL: ['postgres:', 'postgresql:'],
  REDIS_URL: ['redis:', 'rediss:'],
  SMTP_URL: ['smtp:', 'smtps:'],
  PUBLIC_URL: ['http:', 'https:'],
} as const;

export interface Stage {
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly demo: DemoDecision;
  readonly billing: 'demo' | null;
}

/** One sentence for each problem; production has some of its own. */
export function problemsWith({ env, dataDir, demo, billing }: Stage): string[] {
  const problems = Object.entries(schemes).flatMap(([name, allowed]) => {
    const value = env[name];
    if (!value || allowed.some((scheme) => URL.canParse(value) && new URL(value).protocol === scheme)) return [];
    return [`${name} must be an address that begins with ${allowed.map((scheme) => `${scheme}//`).join(' or ')}.`];
  });
  if (billing === 'demo') {
    const set = ['BILLING', 'PLANS_FILE', 'STRIPE_SECRET_KEY'].filter((name) => env[name]);
    if (set.length > 0)
      problems.push(`--billing demo brings its own plans and payments: leave out ${set.join(' and ')}.`);
  }
  if (env['NODE_ENV'] !== 'production') return problems;
  if (billing === 'demo') problems.push('--billing demo is not for production: nobody would really pay.');
  if (!env['PUBLIC_URL']?.startsWith('https://'))
    problems.push('PUBLIC_URL must begin with https:// in production: cookies would travel in plain HTTP.');
  if (!env['SMTP_URL'] && !env['SENDGRID_API_KEY'])
    problems.push(
      'SMTP_URL or SENDGRID_API_KEY is needed in production: the inbox for development delivers to nobody.',
    );
  if (demo)
    problems.push(`${dataDir} holds the demo's sign-in ${demo.email}: production needs another folder (--data DIR).`);
  return problems;
}
