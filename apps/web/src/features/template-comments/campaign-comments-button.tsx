import { templateCommentsRoutes } from '@engagex/domain/template-comments';
import { useQuery } from '@tanstack/react-query';
import { MessageSquare } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { formatCount } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';

// Only for those who open it.
const Threads = lazy(async () => ({ default: (await import('./panel/campaign-threads.tsx')).CampaignThreads }));

/** Opens what was said about the message of a campaign; absent while nothing was. */
export function CampaignCommentsButton({ campaignId }: { campaignId: string }) {
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(routeQuery(templateCommentsRoutes.ofCampaign, { id: campaignId }));
  const commented = (data?.templates ?? []).filter(({ threads }) => threads.length > 0);
  if (commented.length === 0) return null;
  const count = commented.flatMap(({ threads }) => threads.flatMap(({ comments }) => comments)).length;
  return (
    <>
      <Button icon={MessageSquare} onClick={() => setOpen(true)}>
        {formatCount(count, 'comment')}
      </Button>
      <Sheet open={isOpen} onOpenChange={setOpen} title="Comments">
        <div className="p-4">
          <Suspense fallback={<SkeletonLines label="Loading the comments" lines={5} />}>
            <Threads templates={commented} />
          </Suspense>
        </div>
      </Sheet>
    </>
  );
}
