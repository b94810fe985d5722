/**
 * SQL for what is known of an erased person's address, to compare it with `suppressions.address_hash`. Hashing costs more
 * than all else that is asked about somebody. @param addressKey SQL of an address as `addressKey` has it.
 */
export function erasedHashOf(addressKey: string): string {
  return `sha256((select salt from erasure_salts) || convert_to(${addressKey}, 'UTF8'))`;
}
