import type { KeptSession } from '@engagex/domain/templates';
import { keyOf } from '../../shared/draft.ts';
import { keysThatBeginWith, recall, remember } from '../../shared/storage.ts';

/** What a tab of this device did not get to the server. */
export interface KeptOfTab {
  readonly key: string;
  readonly at: Date;
  readonly session: KeptSession;
}

/** Where this tab keeps what is not on the server yet. A page that is reloaded is another tab. */
export interface KeptDrafts {
  readonly keep: (session: KeptSession | null) => void;
  /** What closed tabs left behind, newest first. */
  readonly leftBehind: () => Promise<KeptOfTab[]>;
  readonly forget: (key: string) => void;
  /** This tab is gone: what it kept may be offered to others. */
  readonly close: () => void;
}

/**
 * In localStorage, which is written before a page is gone, unlike IndexedDB. Each tab has a key of its own and holds a
 * lock of that name while it lives, so that nobody is offered what is being typed next door.
 */
export function keptDraftsOf(templateId: string, tab: string): KeptDrafts {
  const prefix = keyOf(`template-draft ${templateId} `);
  const own = `${prefix}${tab}`;
  let release = () => {};
  // Without a secure connection there are no locks; then what other tabs keep is offered, too.
  void navigator.locks?.request(own, () => new Promise<void>((resolve) => (release = resolve)));
  return {
    keep: (session) =>
      remember(own, session && JSON.stringify({ at: new Date().toISOString(), session } satisfies Written)),
    leftBehind: async () => {
      const held = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name));
      return keysThatBeginWith(prefix)
        .filter((key) => key !== own && !held.has(key))
        .flatMap((key) => read(key) ?? [])
        .toSorted((one, other) => other.at.getTime() - one.at.getTime());
    },
    forget: (key) => remember(key, null),
    close: () => release(),
  };
}

interface Written {
  readonly at: string;
  readonly session: KeptSession;
}

function read(key: string): KeptOfTab | null {
  try {
    const { at, session } = JSON.parse(recall(key) ?? '{}') as Partial<Written>; // what `keep` wrote, if anything
    return at && session?.base.content && session.content ? { key, at: new Date(at), session } : null;
  } catch {
    return null;
  }
}
