import type { BrandKit } from '@engagex/domain/documents';

/** What each card shows and changes. */
export interface BrandPart {
  readonly kit: BrandKit;
  readonly change: (next: BrandKit) => void;
  readonly isDisabled: boolean;
  /** What is wrong with a value by its path, such as `logo.light`. */
  readonly errorOf: (path: string) => string | undefined;
}
