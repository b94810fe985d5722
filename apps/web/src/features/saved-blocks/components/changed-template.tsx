import { savedBlocksRoutes, type ReleaseEffects } from '@engagex/domain/saved-blocks';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { BeforeAndAfter, useSeen } from '../../templates/index.ts';

interface ChangedTemplateProps {
  readonly savedBlockId: string;
  readonly template: ReleaseEffects['templates'][number];
}

/** A template before and after, rendered once it is near the screen. */
export function ChangedTemplate({ savedBlockId, template }: ChangedTemplateProps) {
  const pictures = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(pictures);
  const { data, error } = useQuery({
    ...routeQuery(savedBlocksRoutes.preview, { id: savedBlockId, templateId: template.id }),
    enabled: isSeen,
  });
  return <BeforeAndAfter template={template} once="Once published" data={data} error={error} pictures={pictures} />;
}
