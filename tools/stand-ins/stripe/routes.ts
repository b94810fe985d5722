import { creditNoteRoutes } from './credit-notes/routes.ts';
import { refundRoutes } from './credit-notes/refunds.ts';
import { scheduleRoutes } from './schedules/routes.ts';
import { subscriptionItemRoutes } from './subscriptions/item-routes.ts';
import { invoiceCreationRoutes } from './invoices/create.ts';
import { invoiceItemRoutes } from './invoices/invoice-items.ts';
import { thinEventRoutes } from './meters/error-reports.ts';
import { meterEventRoutes } from './meters/meter-events.ts';
import { meterRoutes } from './meters/meters.ts';
import { taxRateRoutes } from './invoices/tax-rate-routes.ts';
import { promotionCodeRoutes } from './discounts/promotion-codes.ts';
import { couponRoutes } from './discounts/coupons.ts';
import { portalSessionRoutes } from './portal/sessions.ts';
import { portalConfigurationRoutes } from './portal/configurations.ts';
import { checkoutRoutes } from './checkout/routes.ts';
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
  ...creditNoteRoutes,
  ...refundRoutes,
  ...checkoutRoutes,
  ...portalConfigurationRoutes,
  ...portalSessionRoutes,
  ...couponRoutes,
  ...promotionCodeRoutes,
  ...taxRateRoutes,
  ...meterRoutes,
  ...meterEventRoutes,
  ...thinEventRoutes,
  ...invoiceItemRoutes,
  ...invoiceCreationRoutes,
  ...subscriptionItemRoutes,
  ...scheduleRoutes,
  ...testClockRoutes,
  ...webhookEndpointRoutes,
  ...eventRoutes,
];
