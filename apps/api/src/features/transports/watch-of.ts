import type { Watch } from '../../ports/mail.ts';

/** The same watch for some of its messages, which have indexes of their own. */
export function watchOf(watch: Watch, indexes: readonly number[]): Watch {
  return {
    party: watch.party,
    isWanted: () => watch.isWanted(),
    leave: (places) => watch.leave(places.map((place) => indexes[place]!)),
    begun: (place) => watch.begun(indexes[place]!),
    answered: (place, handOver) => watch.answered(indexes[place]!, handOver),
  };
}
