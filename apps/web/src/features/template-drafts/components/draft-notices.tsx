import { formatDateTime } from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { OpenDraft } from '../use-draft.ts';
import { ConflictCards, type PictureOf } from './conflict-cards.tsx';

/** Everything about a draft that wants an answer. Place it above the editor; it is nothing most of the time. */
export function DraftNotices({ draft, pictureOf }: { draft: OpenDraft; pictureOf?: PictureOf }) {
  const { state, offer } = draft;
  return (
    <>
      {offer && (
        <Notice
          meaning="info"
          title={`You have unsaved changes from ${formatDateTime(offer.at)} on this device`}
          action={
            <div className="flex shrink-0 flex-wrap justify-end gap-2">
              <Button size="small" onClick={offer.discard}>
                Discard
              </Button>
              <Button size="small" variant="primary" onClick={offer.restore}>
                Restore
              </Button>
            </div>
          }
        >
          The editor was closed before they could be saved. Restoring merges them with what was saved since.
        </Notice>
      )}
      {(state.kind === 'refused' || state.kind === 'signed_out') && (
        <Notice meaning="danger" title="Your changes are not saved">
          {state.words}
        </Notice>
      )}
      <ConflictCards draft={draft} pictureOf={pictureOf} />
    </>
  );
}
