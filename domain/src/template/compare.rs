//! Two versions of a template, line by line.

/// A line of one version or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedLine {
    /// Its number in the first version; nothing when it was added.
    pub before: Option<usize>,
    /// Its number in the second version; nothing when it was taken out.
    pub after: Option<usize>,
    /// Its text in pieces, and of each whether it is one that changed.
    pub pieces: Vec<(String, bool)>,
}

/// What differs between two versions: stretches of lines, each with a little of what stays around it.
pub type Comparison = Vec<Vec<ComparedLine>>;
