import { UsageSink, UsageSinkUnavailable } from '../../ports/usage-sink.ts';

const none = () => Promise.reject(new UsageSinkUnavailable('This installation takes no payments.'));

/** For installations without a key of Stripe. */
export class NoUsageSink extends UsageSink {
  readonly isAvailable = false;
  readonly reportableDays = 0;
  readonly report = none;
  readonly totalOf = none;
  readonly totalsByHour = none;
  readonly readErrorNotice = none;
  readonly errorsIn = none;
}
