import type { templatePreview } from '@engagex/domain/templates';
import type { z } from 'zod';
import type { ReactNode, Ref } from 'react';
import { Link } from 'wouter';
import { MessageThumbnail } from './message-thumbnail.tsx';

type Preview = z.output<typeof templatePreview>;

interface BeforeAndAfterProps {
  readonly template: { readonly id: string; readonly name: string };
  /** The word above the second picture: `Once published`. */
  readonly once: string;
  readonly data: { readonly before: Preview; readonly after: Preview } | undefined;
  readonly error: Error | null;
  /** To see when it is near the screen. */
  readonly pictures: Ref<HTMLDivElement>;
  /** What else is to be said of it. */
  readonly children?: ReactNode;
}

/** A template before and after a change, in pictures. */
export function BeforeAndAfter({ template: { id, name }, once, data, error, pictures, children }: BeforeAndAfterProps) {
  return (
    <li className="overflow-hidden rounded-md border border-line bg-surface">
      <div ref={pictures} className="grid grid-cols-2 divide-x divide-line">
        {(['before', 'after'] as const).map((when) => (
          <figure key={when} className="flex flex-col">
            <figcaption className="border-b border-line px-3 py-1.5 text-sm text-muted">
              {when === 'before' ? 'Now' : once}
            </figcaption>
            <div className="relative aspect-4/5 bg-subtle">
              {data && <MessageThumbnail html={data[when].html} />}
              {error && <p className="p-4 text-sm text-muted">No picture</p>}
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
      {children}
    </li>
  );
}
