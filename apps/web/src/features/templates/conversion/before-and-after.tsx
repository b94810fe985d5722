import type { InputOf } from '@engagex/domain/shared';
import { templatesRoutes } from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { MessageViews } from '../components/message-views.tsx';

type Content = InputOf<typeof templatesRoutes.preview>;

/** The message as it is and as it would be, side by side. */
export function BeforeAndAfter({ before, after }: { before: Content; after: Content }) {
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
      <Side title="Now" content={before} />
      <Side title="Visual copy" content={after} />
    </div>
  );
}

function Side({ title, content }: { title: string; content: Content }) {
  const preview = useQuery(routeQuery(templatesRoutes.preview, content));
  return (
    <Card aria-label={title}>
      <CardHeader title={title} />
      <CardBody>
        {preview.error && (
          <ErrorState
            error={preview.error}
            what="The message could not be shown."
            onRetry={() => void preview.refetch()}
          />
        )}
        {preview.isPending && <SkeletonLines label="Preparing the message" lines={8} />}
        {preview.data &&
          (preview.data.html ? (
            <MessageViews html={preview.data.html} text={preview.data.text} />
          ) : (
            <p className="text-muted">{preview.data.problems[0]?.message ?? 'This message cannot be shown.'}</p>
          ))}
      </CardBody>
    </Card>
  );
}
