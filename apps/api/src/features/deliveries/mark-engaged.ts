/**
 * The part of a statement that notes on deliveries when they were first opened and clicked by a person, or that nobody
 * did. `firsts` is a relation of delivery_id, opened_at and clicked_at. Gives back campaign_id and was_opened, opened_at,
 * was_clicked, clicked_at: before and now.
 */
export function remarkEngaged(firsts: string): string {
  return `
    update deliveries d set opened_at = f.opened_at, clicked_at = f.clicked_at from ${firsts} f where d.id = f.delivery_id
    returning d.campaign_id, old.opened_at as was_opened, new.opened_at, old.clicked_at as was_clicked, new.clicked_at`;
}
