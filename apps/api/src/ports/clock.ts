/** The time, as a port: tests bring their own. */
export abstract class Clock {
  abstract now(): Date;
}
