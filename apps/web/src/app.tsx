import { QueryClientProvider } from '@tanstack/react-query';
import { Routes } from './routes.tsx';
import { queryClient } from './shared/query.ts';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { Toaster } from './ui/toast.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider delay={400}>
        <ErrorBoundary>
          <Routes />
        </ErrorBoundary>
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
