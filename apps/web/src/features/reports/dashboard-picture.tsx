import { drawnAttribute, type DrawnDashboard } from '@engagex/domain/reports';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { formatDateTimeIn, zoneInWords } from '../../shared/format.ts';
import { TooltipProvider } from '../../ui/tooltip.tsx';
import { CardGrid } from './components/card-grid.tsx';
import { cardAnswerKey } from './use-card-answer.ts';

/** A dashboard that is looked at once, with numbers that came along: nothing is asked, and nothing can be clicked. */
export function DashboardPicture({ drawn }: { drawn: DrawnDashboard }) {
  const { dashboard, organization, timeZone, asOf } = drawn;
  const [client] = useState(() => clientWith(drawn));
  useEffect(() => void sayWhenDrawn(), []);
  return (
    <QueryClientProvider client={client}>
      <TooltipProvider delay={400}>
        <main className="flex flex-col gap-4 bg-canvas p-8 [&_button]:hidden [&_li]:break-inside-avoid">
          <header>
            <h1 className="text-xl font-semibold wrap-anywhere">{dashboard.name}</h1>
            <p className="text-muted">
              {organization} · {formatDateTimeIn(asOf, timeZone)} ({zoneInWords(timeZone)})
            </p>
          </header>
          <CardGrid cards={dashboard.cards} asked={dashboard.asked} refreshSeconds={null} onChange={null} />
        </main>
      </TooltipProvider>
    </QueryClientProvider>
  );
}

function clientWith({ answers }: DrawnDashboard): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  for (const { query, answer } of answers) client.setQueryData(cardAnswerKey(query), answer);
  return client;
}

/** Charts are loaded late and measure their place: they are there once nothing has changed for some frames. */
async function sayWhenDrawn(): Promise<void> {
  await document.fonts.ready;
  let before = '';
  for (let calm = 0; calm < 15;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = document.body.innerHTML;
    const isWaiting = document.querySelector('.animate-pulse, [data-drawing]:empty') !== null;
    calm = now === before && !isWaiting ? calm + 1 : 0;
    before = now;
  }
  document.documentElement.setAttribute(drawnAttribute, '');
}
