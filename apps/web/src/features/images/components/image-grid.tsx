import type { ImageView } from '@engagex/domain/images';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatBytes, formatNumber } from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

interface ImageGridProps {
  readonly query: UseInfiniteQueryResult<readonly ImageView[]>;
  /** What a click on an image does: "Open", "Choose". */
  readonly verb: string;
  readonly onChoose: (image: ImageView) => void;
  readonly empty: ReactNode;
}

const gridClass = 'grid grid-cols-2 gap-3 sm:grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] sm:gap-4';

/** Images as tiles, each a button; more of them on demand. */
export function ImageGrid({ query, verb, onChoose, empty }: ImageGridProps) {
  const { data: images, error, hasNextPage, isFetchingNextPage } = query;
  if (error && !images)
    return <ErrorState error={error} what="The images could not be loaded." onRetry={() => void query.refetch()} />;
  if (!images) return <GridSkeleton />;
  if (images.length === 0) return empty;
  return (
    <>
      <ul aria-label="Images" className={gridClass}>
        {images.map((image) => (
          <li key={image.id} className="min-w-0">
            <Tile image={image} verb={verb} onChoose={() => onChoose(image)} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button className="self-center" loading={isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function Tile({ image, verb, onChoose }: { image: ImageView; verb: string; onChoose: () => void }) {
  const { name, alt, url, width, height, bytes, frames } = image;
  return (
    <button
      type="button"
      aria-label={`${verb} ${name}`}
      onClick={onChoose}
      className="group flex w-full flex-col overflow-clip rounded-md border border-line bg-surface text-left hover:border-line-strong"
    >
      {/* Named by the button; a picture with transparent parts is seen on both themes. */}
      <span className="flex aspect-4/3 w-full items-center justify-center bg-subtle p-2">
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          width={width}
          height={height}
          className="size-full object-contain"
        />
      </span>
      <span className="w-full border-t border-line px-3 py-2">
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-sm text-muted">
          {formatNumber(width)} × {formatNumber(height)} · {formatBytes(bytes)}
          {frames > 1 && ' · animated'}
        </span>
        {alt === '' && <span className="block truncate text-sm text-muted">No alternative text</span>}
      </span>
    </button>
  );
}

function GridSkeleton() {
  return (
    <div aria-busy className={gridClass}>
      <output className="sr-only">Loading images</output>
      {Array.from({ length: 8 }, (_, tile) => (
        <Skeleton key={tile} className="h-44 w-full rounded-md" />
      ))}
    </div>
  );
}
