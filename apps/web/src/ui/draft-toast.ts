import { toast } from 'sonner';
import type { KeptDraft } from '../shared/draft.ts';
import { formatRelative } from '../shared/format.ts';

const id = 'draft'; // one at a time: forms of a page open and close together

/** Says that unsaved changes are back, and how to get rid of them. */
export function notifyRestored({ at, isStale }: KeptDraft<unknown>, discard: () => void): void {
  const from = `From ${formatRelative(at)}.`;
  toast.info('Your unsaved changes are back', {
    id,
    description: isStale ? `${from} The saved version has changed since then. Discard your changes to see it.` : from,
    action: { label: 'Discard', onClick: discard },
    duration: 12_000,
  });
}

/** Says that unsaved changes were left behind and can be taken up again. */
export function notifyKept(discard: () => void): void {
  toast.info('Your unsaved changes are kept', {
    id,
    description: 'You will find them here when you come back.',
    action: { label: 'Discard', onClick: discard },
  });
}
