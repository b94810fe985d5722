import { sendingSuspensionsRoutes } from '@engagex/domain/sending-suspensions';
import { useQuery } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { routeQuery } from '../../../shared/query.ts';

/** Stands above every page while an operator of the installation has suspended sending. */
export function SuspensionBar() {
  const { data } = useQuery({ ...routeQuery(sendingSuspensionsRoutes.get, {}), staleTime: 60_000 });
  if (!data?.suspension) return null;
  const { reason, contact } = data.suspension;
  return (
    <section
      aria-label="Sending is suspended"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-danger-line bg-danger-soft px-4 py-2 md:px-8"
    >
      <Ban aria-hidden className="size-4 shrink-0 text-danger" />
      <p className="min-w-0 flex-1 basis-56 wrap-anywhere">
        <span className="font-medium">Whoever runs this installation has suspended sending.</span> Reason:{' '}
        {sentence(reason)} Campaigns wait with everybody in them, and messages of your programs are refused.
      </p>
      <a href={`mailto:${contact}`} className="font-medium wrap-anywhere underline">
        {`Write to ${contact}`}
      </a>
    </section>
  );
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
