import type { Stripe } from 'stripe';
import type { World } from '../world/world.ts';
import { nextDue } from './agenda.ts';

/** Everything that has no test clock catches up with the time it is. */
export function catchUp(world: World, at: number, setNow: (at: number) => void): void {
  for (let due = nextDue(world, null); due && due.at <= at; due = nextDue(world, null)) {
    setNow(due.at);
    due.run();
  }
  setNow(at);
}

export function advanceClock(world: World, clock: Stripe.TestHelpers.TestClock, to: number): void {
  for (let due = nextDue(world, clock.id); due && due.at <= to; due = nextDue(world, clock.id)) {
    // What was due before the clock was there happens now.
    clock.frozen_time = Math.max(clock.frozen_time, due.at);
    due.run();
  }
  clock.frozen_time = to;
}
