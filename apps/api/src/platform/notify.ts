import type { AnyKind } from '@engagex/domain/notifications';

/** What happened, and whom it concerns. */
export interface Happening {
  readonly kind: AnyKind;
  /** What it is about, of the type that the kind says. */
  readonly objectId: string;
  /** In words with numbers; paragraphs have an empty line between them. */
  readonly why?: string;
  /** The same for what is told once: a second one with it is not stored. Without it, each is another. */
  readonly key?: string;
  /** What the words need besides. No secrets: it is shown to everybody who is told. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Members by their user ids; everybody whose role concerns it when nobody is named. */
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/** How features tell members that something needs them or is done. */
export abstract class Notify {
  /**
   * Stores whom to tell, in the open transaction, that of the event itself: there is a notification exactly when it happened,
   * and one for each member. The worker's sweep mails it.
   */
  abstract tell(happening: Happening): Promise<void>;
}
