import type { Feature } from '../../platform/feature.ts';
import { DeliveryTestsModule } from './delivery-tests.module.ts';
import { deliveryTestsTables } from './delivery-tests.tables.ts';

export { DeliveryTestsModule };
export { TestBeforeSending } from './test-before-sending.ts';

export const deliveryTests: Feature = { module: DeliveryTestsModule, tables: deliveryTestsTables };
