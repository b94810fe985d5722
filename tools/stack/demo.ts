/** The demo is signed up once, on the first start that reaches this point; what was decided then holds for good. */
import { existsSync } from 'node:fs';
import type { Log } from './logs.ts';
import { keepDemoDecision, readDemoDecision } from './secrets.ts';
import type { SignIn } from './secrets.ts';

/** What tools/demo/demo.ts exports. */
export interface DemoModule {
  createDemoSignIn(options: { url: string }): Promise<SignIn>;
  playDemo(options: { url: string; inboxUrl: string; signIn: SignIn; log: Log }): Promise<void>;
}

export interface Demo {
  readonly signIn: SignIn;
  /** Imports, sends and opens; null when that was done on an earlier start. */
  readonly play: (() => Promise<void>) | null;
}

export interface DemoOptions {
  readonly dataDir: string;
  readonly isWanted: boolean;
  readonly url: string;
  readonly inboxUrl: string | null;
  readonly log: Log;
}

const MODULE = new URL('../demo/demo.ts', import.meta.url);

export async function prepareDemo({ dataDir, isWanted, url, inboxUrl, log }: DemoOptions): Promise<Demo | null> {
  const decided = readDemoDecision(dataDir);
  if (decided !== undefined) return decided && { signIn: decided, play: null };
  if (!existsSync(MODULE)) return null;
  // Without the inbox its campaign would go out as real mail.
  if (!isWanted || inboxUrl === null) {
    keepDemoDecision(dataDir, null);
    return null;
  }

  // The module's own exports; its path is computed so that nothing of it loads on later starts.
  const demo = (await import(MODULE.href)) as DemoModule;
  try {
    const signIn = await demo.createDemoSignIn({ url });
    keepDemoDecision(dataDir, signIn);
    return { signIn, play: () => play(demo, { url, inboxUrl, signIn, log }) };
  } catch (error) {
    log(`could not be signed up, and is tried again on the next start: ${messageOf(error)}`);
    return null;
  }
}

/** EngageX itself is fine without its demo, so a failure is told and nothing stops. */
async function play(demo: DemoModule, options: Parameters<DemoModule['playDemo']>[0]) {
  try {
    await demo.playDemo(options);
  } catch (error) {
    options.log(`did not finish: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
