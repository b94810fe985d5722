/** Named SQL of an organization's settings. All of it runs in a tenant transaction. */

/** $1 organization, $2 whether members need a second factor, $3 whether they must come by its own provider. */
export const setSignInRules = `
  update organizations set requires_second_factor = $2, requires_single_sign_on = $3, updated_at = now() where id = $1`;
