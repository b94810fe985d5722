import type { Feature } from '../../platform/feature.ts';
import { PreFlightsModule } from './pre-flights.module.ts';
import { preFlightsTables } from './pre-flights.tables.ts';

export const preFlights: Feature = { module: PreFlightsModule, tables: preFlightsTables };
