import type { Starter } from '@engagex/domain/documents';
import { templatesRoutes } from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { MessageThumbnail } from '../preview/message-thumbnail.tsx';
import { ChoiceCard } from './choice-card.tsx';
import { useSeen } from './use-seen.ts';

interface StarterCardProps {
  readonly starter: Starter;
  readonly isPending: boolean;
  readonly onChoose: () => void;
}

/** A starter with its picture, rendered in the colors of the brand once it is near the screen. */
export function StarterCard({ starter, isPending, onChoose }: StarterCardProps) {
  const picture = useRef<HTMLDivElement>(null);
  const [document] = useState(() => starter.document());
  const isSeen = useSeen(picture);
  const preview = useQuery({
    ...routeQuery(templatesRoutes.preview, { kind: 'visual', document }),
    enabled: isSeen,
    staleTime: Number.POSITIVE_INFINITY, // it changes with the brand, whose page asks for it again
  });
  return (
    <ChoiceCard name={starter.name} description={starter.description} isPending={isPending} onChoose={onChoose}>
      <div ref={picture} className="relative aspect-4/5 overflow-hidden bg-subtle">
        {preview.data?.html ? (
          <MessageThumbnail html={preview.data.html} />
        ) : (
          <p className="grid h-full place-items-center px-4 text-center text-sm text-muted" role="presentation">
            {preview.error ? 'No picture' : ''}
          </p>
        )}
      </div>
    </ChoiceCard>
  );
}
