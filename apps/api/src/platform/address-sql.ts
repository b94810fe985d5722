/** SQL for the domain of an address, as `domainOf` has it. @param address SQL of an address. */
export function domainInSql(address: string): string {
  return `lower(split_part(${address}, '@', 2))`;
}
