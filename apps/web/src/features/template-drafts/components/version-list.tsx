import type { TemplateDraft, TemplateVersion } from '@engagex/domain/templates';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Time } from '../../../ui/time.tsx';
import { reasonWords } from '../part-words.ts';

interface VersionListProps {
  readonly versions: readonly TemplateVersion[];
  readonly draft: Pick<TemplateDraft, 'publishedRevision'>;
  readonly chosen: number | null;
  readonly onChoose: (revision: number) => void;
  /** Null when there are no more. */
  readonly more: (() => void) | null;
  readonly isLoadingMore: boolean;
}

/** Who changed a template, when and why; newest first. */
export function VersionList({ versions, draft, chosen, onChoose, more, isLoadingMore }: VersionListProps) {
  return (
    <Card aria-label="Versions" className="overflow-hidden">
      <ol className="divide-y divide-line">
        {versions.map((version) => (
          <li key={version.revision}>
            <button
              type="button"
              aria-current={version.revision === chosen ? 'true' : undefined}
              onClick={() => onChoose(version.revision)}
              className={cn(
                'flex w-full flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-2.5 text-left -outline-offset-2 hover:bg-hover',
                version.revision === chosen && 'bg-hover',
              )}
            >
              <span className="min-w-0">
                <span className="block font-medium">
                  <Time value={version.createdAt} as="date-time" />
                </span>
                <span className="block text-sm wrap-anywhere text-muted">
                  {reasonWords[version.reason]} by {version.createdBy?.name ?? 'a program'}
                </span>
              </span>
              {version.revision === draft.publishedRevision && <Badge meaning="good">In use</Badge>}
            </button>
          </li>
        ))}
      </ol>
      {more && (
        <div className="border-t border-line p-2">
          <Button variant="ghost" loading={isLoadingMore} onClick={more}>
            Show older versions
          </Button>
        </div>
      )}
    </Card>
  );
}
