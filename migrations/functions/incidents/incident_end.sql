-- Why an open incident is over: recovered, when three days went by without a refusal and the mailbox provider accepted at least 20
-- messages on days after the last one; quiet, when 30 days went by. Null while it is not.
create or replace function incident_end(of_organization uuid, sender text, provider text, last_refusal timestamptz, at timestamptz) returns text
  language sql stable parallel safe
  return case
    when last_refusal > at - interval '3 days' then null
    when last_refusal <= at - interval '30 days' then 'quiet'
    when (select coalesce(sum(c.count), 0) from deliverability_counts c
      where c.organization_id = of_organization and c.domain = sender and c.mailbox_provider = provider and c.kind = 'accepted'
        and c.day > (last_refusal at time zone 'UTC')::date) >= 20 then 'recovered'
    end;
