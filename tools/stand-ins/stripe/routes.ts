import { priceRoutes } from './catalog/prices.ts';
import { productRoutes } from './catalog/products.ts';
import { customerRoutes } from './customers/customers.ts';
import { previewRoutes } from './invoices/preview.ts';
import { invoiceRoutes } from './invoices/routes.ts';
import { paymentIntentRoutes } from './payments/payment-intents.ts';
import { paymentMethodRoutes } from './payments/payment-methods.ts';
import type { Route } from './protocol/routes.ts';
import { subscriptionRoutes } from './subscriptions/routes.ts';
import { testClockRoutes } from './time/test-clocks.ts';
import { webhookEndpointRoutes } from './webhooks/endpoints.ts';
import { eventRoutes } from './webhooks/event-routes.ts';

/** Everything the stand-in can be asked. */
export const ROUTES: readonly Route[] = [
  ...customerRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...paymentMethodRoutes,
  ...paymentIntentRoutes,
  ...subscriptionRoutes,
  ...previewRoutes,
  ...invoiceRoutes,
  ...testClockRoutes,
  ...webhookEndpointRoutes,
  ...eventRoutes,
];
