import { brandRoutes } from '@engagex/domain/brand';
import type { BrandKit } from '@engagex/domain/documents';
import type { OutputOf } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { Time } from '../../../ui/time.tsx';
import { BeforeAndAfter, useSeen } from '../../templates/index.ts';

interface AffectedTemplateProps {
  readonly kit: BrandKit;
  readonly template: OutputOf<typeof brandRoutes.affected>['items'][number];
}

/** A template in the brand as it is and as it would be, rendered once it is near the screen. */
export function AffectedTemplate({ kit, template }: AffectedTemplateProps) {
  const { campaign } = template;
  const pictures = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(pictures);
  const { data, error } = useQuery({
    ...routeQuery(brandRoutes.preview, { kit, templateId: template.id }),
    enabled: isSeen,
    gcTime: 10_000, // there is one for every kit that was tried
  });
  return (
    <BeforeAndAfter template={template} once="With these changes" data={data} error={error} pictures={pictures}>
      {campaign && (
        <p className="px-3 pb-2 text-sm wrap-anywhere text-muted">
          Scheduled: {campaign.name}
          {campaign.startsAt && (
            <>
              , <Time value={campaign.startsAt} />
            </>
          )}
        </p>
      )}
    </BeforeAndAfter>
  );
}
