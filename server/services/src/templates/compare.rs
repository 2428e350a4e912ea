//! Two versions of a template beside each other: as text, and as pages.

use std::time::Duration;

use domain::shared::TemplateId;
use domain::template::{ComparedLine, Comparison};
use similar::{InlineChange, TextDiff};

use super::{TemplateService, load};
use crate::access::{ChooseTemplate, Principal, ReadTemplates};
use crate::error::{Error, Result};

/// How many unchanged lines stand around a change.
const AROUND: usize = 3;
/// How long the shortest difference is looked for; after that a longer one does.
const PATIENCE: Duration = Duration::from_millis(500);

impl TemplateService {
    /// What differs between the texts of two versions; nothing when they are the same.
    pub async fn compare(&self, who: &Principal, id: TemplateId, (before, after): (i64, i64)) -> Result<Comparison> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<ReadTemplates>()?;
        let permit = unit.permit::<ChooseTemplate>()?;
        load(&mut unit, id).await?;
        let before = unit.templates().version(&permit, id, before).await?.ok_or(Error::NotFound)?;
        let after = unit.templates().version(&permit, id, after).await?.ok_or(Error::NotFound)?;
        Ok(compared(&before.content, &after.content))
    }
}

fn compared(before: &str, after: &str) -> Comparison {
    let difference = TextDiff::configure().timeout(PATIENCE).diff_lines(before, after);
    let stretches = difference.grouped_ops(AROUND);
    stretches
        .iter()
        .map(|stretch| {
            stretch.iter().flat_map(|part| difference.iter_inline_changes(part)).map(|one| line(&one)).collect()
        })
        .collect()
}

fn line(change: &InlineChange<'_, str>) -> ComparedLine {
    let pieces = change.iter_strings_lossy();
    ComparedLine {
        before: change.old_index().map(|index| index + 1),
        after: change.new_index().map(|index| index + 1),
        pieces: pieces.map(|(changed, text)| (text.trim_end_matches('\n').to_owned(), changed)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_word_is_marked_in_its_line_and_what_stays_is_left_out() {
        let same = "<p>Article</p>\n".repeat(20);
        let found = compared(&format!("{same}<p>Madame Monsieur</p>\n"), &format!("{same}<p>Madame Docteur</p>\n"));
        assert_eq!(found.len(), 1);
        let lines = &found[0];
        assert_eq!(lines.len(), AROUND + 2);
        let [.., taken, added] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!((taken.before, taken.after, added.before, added.after), (Some(21), None, None, Some(21)));
        let changed = |line: &ComparedLine| -> Vec<String> {
            line.pieces.iter().filter(|(_, changed)| *changed).map(|(text, _)| text.clone()).collect()
        };
        assert_eq!((changed(taken), changed(added)), (vec!["Monsieur".to_owned()], vec!["Docteur".to_owned()]));
        assert!(compared(&same, &same).is_empty());
    }
}
