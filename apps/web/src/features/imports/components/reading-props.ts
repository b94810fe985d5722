import type { importsRoutes, ImportView } from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';

export type SaidOfFile = Omit<InputOf<typeof importsRoutes.reread>, 'id'>;

/** Part of how a file is read; a change reads it again. */
export interface ReadingProps {
  readonly view: ImportView;
  readonly disabled: boolean;
  readonly onChange: (said: SaidOfFile) => void;
}
