/**
 * What must have ended outside before an organization is deleted for good, such as a subscription. Runs in its scope; while it throws,
 * nothing of the organization is deleted, and it is tried again.
 */
export abstract class BeforeDeletion {
  abstract end(): Promise<void>;
}
