-- They take a secret now instead of the text to write; see migrations/functions.
drop function redact_audit_entries(uuid[], text[], text[], text);
drop function redact_consent(text[], text[], text);
drop function without_addresses(text, text[], text);
