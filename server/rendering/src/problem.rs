//! What is wrong with a template, and where.

use services::ports::render::TemplateProblem;

use crate::limits;

/// A place in a template's source, counted from 1. Column 0 means that only the line is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Place {
    /// The first character.
    pub(crate) const START: Self = Self { line: 1, column: 1 };

    /// The place of the character at a byte offset. Columns count characters, as editors do.
    pub(crate) fn at(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count();
        let column = before.rsplit('\n').next().unwrap_or("").chars().count();
        Self { line: clamp(line + 1), column: clamp(column + 1) }
    }

    /// The start of a line.
    pub(crate) fn line(line: usize) -> Self {
        Self { line: clamp(line), column: 0 }
    }
}

fn clamp(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// One problem at its place. The subject is cut, so that a message stays a message.
pub(crate) fn problem(code: &str, place: Place, subject: &str) -> TemplateProblem {
    let shown: String = subject.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
    TemplateProblem { code: code.to_owned(), line: place.line, column: place.column, subject: shown }
}

/// Problems in the order of the source, each once, the first ones only.
pub(crate) fn in_order(mut problems: Vec<TemplateProblem>) -> Vec<TemplateProblem> {
    problems.sort_by(|a, b| (a.line, a.column, &a.code, &a.subject).cmp(&(b.line, b.column, &b.code, &b.subject)));
    problems.dedup();
    problems.truncate(limits::PROBLEMS);
    problems
}
