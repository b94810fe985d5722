/** Named SQL of an organization's settings. All of it runs in a tenant transaction. */

/** $1 organization, $2 whether members need a second factor, $3 whether they must come by its own provider. */
export const setSignInRules = `
  update organizations set requires_second_factor = $2, requires_single_sign_on = $3, updated_at = now() where id = $1`;

/** Who changed it is not kept: its settings have an audit log. $1 id, or null for the transaction's own. */
export const lastChangeOfOrganization = `
  select o.updated_at as at, null::uuid as "byId" from organizations o
  where o.id = coalesce($1, current_organization()) and o.deleted_at is null for no key update of o`;
