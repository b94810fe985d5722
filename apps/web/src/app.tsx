import { QueryClientProvider } from '@tanstack/react-query';
import { collectFeatures } from './collect-features.ts';
import * as features from './features.ts';
import { Routes } from './routes.tsx';
import { ProductProvider } from './shared/product.ts';
import { queryClient } from './shared/query.ts';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { Toaster } from './ui/toast.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';

const product = collectFeatures(Object.values(features));

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <ProductProvider value={product}>
        <TooltipProvider delay={400}>
          <ErrorBoundary>
            <Routes />
          </ErrorBoundary>
          <Toaster />
        </TooltipProvider>
      </ProductProvider>
    </QueryClientProvider>
  );
}
