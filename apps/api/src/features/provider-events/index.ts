import type { Feature } from '../../platform/feature.ts';
import { ProviderEventsModule } from './provider-events.module.ts';
import { providerEventsTables } from './provider-events.tables.ts';

export const providerEvents: Feature = { module: ProviderEventsModule, tables: providerEventsTables };
