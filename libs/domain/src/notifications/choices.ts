import { can, type Role } from '../accounts/index.ts';
import { allKinds, type AnyKind, categories, type Category, mandatoryCategories, notificationKinds } from './kinds.ts';

export const channels = ['in_app', 'email', 'browser'] as const;
export type Channel = (typeof channels)[number];

export const digests = ['immediate', 'hourly', 'daily'] as const;
export type Digest = (typeof digests)[number];

/** One decision about one kind of news on one channel. */
export interface Choice {
  readonly category: Category;
  readonly channel: Channel;
  readonly isOn: boolean;
}

/** Whether nobody can turn this off. A browser shows notifications only where somebody allowed it, so that stays a choice. */
export function isMandatory(category: Category, channel: Channel): boolean {
  return channel !== 'browser' && mandatoryCategories.includes(category);
}

export type Wanted = (category: Category, channel: Channel) => boolean;

/** What holds for a member: their own choice, else the organization's default, else on. */
export function wantedBy(own: readonly Choice[], defaults: readonly Choice[]): Wanted {
  const key = ({ category, channel }: Omit<Choice, 'isOn'>) => `${category} ${channel}`;
  const chosen = new Map([...defaults, ...own].map((choice) => [key(choice), choice.isOn])); // the last one holds
  return (category, channel) => isMandatory(category, channel) || (chosen.get(key({ category, channel })) ?? true);
}

/** The kinds that a member with this role sees in the inbox. */
export function kindsFor(role: Role, wanted: Wanted, of: readonly Category[] = categories): AnyKind[] {
  return allKinds.filter((kind) => {
    const { category, permission } = notificationKinds[kind];
    return of.includes(category) && can(role, permission) && wanted(category, 'in_app');
  });
}

/** How the mail of a kind leaves: what is mandatory never waits for a digest. */
export function mailOf(kind: AnyKind, wanted: Wanted, digest: Digest): 'none' | Digest {
  const { category } = notificationKinds[kind];
  if (!wanted(category, 'email')) return 'none';
  return isMandatory(category, 'email') ? 'immediate' : digest;
}
