/** Plain data, so that vitest can hand it to its workers. */
export interface TestPostgres {
  readonly port: number;
  readonly ownerPassword: string;
  readonly tableOwnerPassword: string;
  readonly appPassword: string;
  readonly bffPassword: string;
}
