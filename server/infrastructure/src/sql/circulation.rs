//! Which certificates in circulation are no longer true, as a condition on documents `d`: what
//! `services::documents::truth` says of one, said of many.

use domain::policy::PolicyState;
use domain::template::TemplateKind;
use jiff::civil::DateTime;

use super::list::Arg;

/// The condition. Its arguments are [`args`], in this order.
pub(super) fn became_false() -> String {
    let stating = kinds(|kind| kind.needed_mandate().is_some());
    let needing_cover = kinds(TemplateKind::states_cover);
    let (covered, over) = (states(PolicyState::is_covered), states(PolicyState::is_over));
    let holds = format!("(s.state IN ({covered}) OR (d.kind NOT IN ({needing_cover}) AND s.state NOT IN ({over})))");
    let terms = "SELECT w.number FROM policy_versions w WHERE w.agency_id = d.agency_id AND w.policy_id = d.policy_id AND w.withdrawn = FALSE AND (w.effective_date <= ? OR w.number = 1) ORDER BY w.effective_date DESC, w.number DESC LIMIT 1";
    // A value of each row, so that no plan reads the states of all policies for the sake of a page.
    let state = "FROM policy_states s WHERE s.agency_id = d.agency_id AND s.policy_id = d.policy_id AND s.from_at <= ? AND s.until_at > ?";
    format!(
        "d.status = 'issued' AND d.superseded_by IS NULL AND d.kind IN ({stating}) AND (d.stated_to IS NULL OR d.stated_to >= ?) AND COALESCE((SELECT CASE WHEN {holds} AND d.stated_version = ({terms}) THEN 0 ELSE 1 END {state} LIMIT 1), 0) = 1"
    )
}

/// The arguments of [`became_false`] at a moment on the firm's clock.
pub(super) fn args(moment: DateTime) -> [Arg; 4] {
    let (day, at) = (Arg::Text(moment.date().to_string()), Arg::Text(moment.to_string()));
    [day.clone(), day, at.clone(), at]
}

fn kinds(these: impl Fn(TemplateKind) -> bool) -> String {
    quoted(TemplateKind::ALL.iter().copied().filter(|kind| these(*kind)).map(TemplateKind::code))
}

fn states(these: impl Fn(PolicyState) -> bool) -> String {
    quoted(PolicyState::ALL.iter().copied().filter(|state| these(*state)).map(PolicyState::code))
}

/// Words of the product's own, as SQL has them.
fn quoted(words: impl Iterator<Item = &'static str>) -> String {
    words.map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ")
}
