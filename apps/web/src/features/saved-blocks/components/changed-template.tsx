import { savedBlocksRoutes, type ReleaseEffects } from '@engagex/domain/saved-blocks';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link } from 'wouter';
import { routeQuery } from '../../../shared/query.ts';
import { MessageThumbnail, useSeen } from '../../templates/index.ts';

interface ChangedTemplateProps {
  readonly savedBlockId: string;
  readonly template: ReleaseEffects['templates'][number];
}

/** A template before and after, rendered once it is near the screen. */
export function ChangedTemplate({ savedBlockId, template: { id, name } }: ChangedTemplateProps) {
  const pictures = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(pictures);
  const preview = useQuery({
    ...routeQuery(savedBlocksRoutes.preview, { id: savedBlockId, templateId: id }),
    enabled: isSeen,
  });
  return (
    <li className="overflow-hidden rounded-md border border-line bg-surface">
      <div ref={pictures} className="grid grid-cols-2 divide-x divide-line">
        {(['before', 'after'] as const).map((when) => (
          <figure key={when} className="flex flex-col">
            <figcaption className="border-b border-line px-3 py-1.5 text-sm text-muted">
              {when === 'before' ? 'Now' : 'Once published'}
            </figcaption>
            <div className="relative aspect-4/5 bg-subtle">
              {preview.data && <MessageThumbnail html={preview.data[when].html} />}
              {preview.error && <p className="p-4 text-sm text-muted">No picture</p>}
            </div>
          </figure>
        ))}
      </div>
      <Link
        href={`/templates/${id}`}
        className="block border-t border-line px-3 py-2 font-medium wrap-anywhere hover:underline"
      >
        {name}
      </Link>
    </li>
  );
}
