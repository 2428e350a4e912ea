//! The packages in which office programs keep a document (ZIP, as ISO/IEC 21320-1 has it): which parts it lists, read from its
//! own directory, so that a name in the middle of other bytes is no part. Nothing is unpacked.

/// How the end of the directory begins, and how long it is without its remark.
const END: &[u8] = b"PK\x05\x06";
const END_LEN: usize = 22;
/// How the longer figures begin that some programs write before the end though nothing needs them (ZIP64), how the pointer to
/// them does, where that stands, and how long both are.
const LONG_END: &[u8] = b"PK\x06\x06";
const LONG_POINTER: &[u8] = b"PK\x06\x07";
const LONG_POINTER_AT: usize = 56;
const LONG_LEN: usize = 76;
/// How an entry of the directory begins, and how long it is without its name.
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LEN: usize = 46;
/// How a part begins, and how long that is without its name.
const PART: &[u8] = b"PK\x03\x04";
const PART_LEN: usize = 30;
/// The flag of a part that is under a password.
const ENCRYPTED: usize = 1;

/// A package that holds together from its first byte to its last.
#[derive(Debug)]
pub(super) struct Package<'a> {
    bytes: &'a [u8],
    names: Vec<&'a [u8]>,
}

impl<'a> Package<'a> {
    /// Reads the directory; `None` when the file is no such package, when something stands before or after it, or when a part
    /// is under a password: nobody could look into that.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        if !bytes.starts_with(PART) {
            return None;
        }
        let end_at = end_of(bytes)?;
        let end = bytes.get(end_at..)?;
        let (count, size, start) = (number(end, 10, 2)?, number(end, 12, 4)?, number(end, 16, 4)?);
        let directory_end = start.checked_add(size)?;
        let between = bytes.get(directory_end..end_at)?;
        let long = between.len() == LONG_LEN
            && between.starts_with(LONG_END)
            && between.get(LONG_POINTER_AT..)?.starts_with(LONG_POINTER);
        if !between.is_empty() && !long {
            return None;
        }
        let (mut at, mut names) = (start, Vec::new());
        for _ in 0..count {
            let entry = bytes.get(at..directory_end)?;
            if !entry.starts_with(ENTRY) || number(entry, 8, 2)? & ENCRYPTED != 0 {
                return None;
            }
            let (name, extra, remark) = (number(entry, 28, 2)?, number(entry, 30, 2)?, number(entry, 32, 2)?);
            let part = number(entry, 42, 4)?;
            if !bytes.get(part..start)?.starts_with(PART) {
                return None;
            }
            names.push(entry.get(ENTRY_LEN..ENTRY_LEN + name)?);
            at = at.checked_add(ENTRY_LEN + name + extra + remark)?;
        }
        (at == directory_end).then_some(Self { bytes, names })
    }

    /// Whether it has a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(&name.as_bytes())
    }

    /// Whether the name of a part ends so, or holds that, in whatever case.
    pub(super) fn mentions(&self, word: &str) -> bool {
        self.names.iter().any(|known| String::from_utf8_lossy(known).to_ascii_lowercase().contains(word))
    }

    /// What the first part says where it is `mimetype` in clear, as open documents have it (ISO/IEC 26300-3, 3.3).
    pub(super) fn declared(&self) -> Option<&'a [u8]> {
        let (method, size) = (number(self.bytes, 8, 2)?, number(self.bytes, 18, 4)?);
        let (name, extra) = (number(self.bytes, 26, 2)?, number(self.bytes, 28, 2)?);
        let named = self.bytes.get(PART_LEN..PART_LEN + name)? == b"mimetype";
        let at = PART_LEN + name + extra;
        if named && method == 0 { self.bytes.get(at..at.checked_add(size)?) } else { None }
    }
}

/// Where the end of the directory begins: its remark is the last thing in the file.
fn end_of(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_LEN)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let fits = |at: &usize| {
        let end = bytes.get(*at..).unwrap_or_default();
        end.starts_with(END) && number(end, 20, 2) == Some(end.len() - END_LEN)
    };
    (first..=last).rev().find(fits)
}

/// A whole number of so many bytes, the smallest first.
fn number(bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + len)?;
    Some(bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A package of these parts, each stored as it is.
    pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        let two = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
        let four = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
        for (name, content) in parts {
            let at = bytes.len();
            let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            common.extend(four(0));
            common.extend(four(content.len()));
            common.extend(four(content.len()));
            common.extend(two(name.len()));
            common.extend(two(0));
            bytes.extend(PART);
            bytes.extend(&common);
            bytes.extend(name.bytes());
            bytes.extend(*content);
            directory.extend(ENTRY);
            directory.extend([20, 0]);
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend(four(at));
            directory.extend(name.bytes());
        }
        let start = bytes.len();
        bytes.extend(&directory);
        bytes.extend(END);
        bytes.extend([0; 4]);
        bytes.extend(two(parts.len()));
        bytes.extend(two(parts.len()));
        bytes.extend(four(directory.len()));
        bytes.extend(four(start));
        bytes.extend(two(0));
        bytes
    }

    #[test]
    fn a_package_is_read_by_its_own_directory() {
        let whole = package(&[("mimetype", b"x/y"), ("a/b.xml", b"<a/>")]);
        let read = Package::read(&whole).unwrap();
        assert!(read.has("a/b.xml") && !read.has("b.xml") && read.mentions("b.x"));
        assert_eq!(read.declared(), Some(&b"x/y"[..]));
        for cut in 0..whole.len() {
            assert!(Package::read(&whole[..cut]).is_none(), "cut at {cut}");
        }
        let behind = [&whole[..], b"MZ"].concat();
        assert!(Package::read(&behind).is_none(), "something stands behind it");
        let before = [b"PK\x03\x04", &whole[..]].concat();
        assert!(Package::read(&before).is_none(), "something stands before it");
        // As a Java program writes it that cannot know how long it will be.
        let end = whole.len() - END_LEN;
        let long = [LONG_END, &[0; 52], LONG_POINTER, &[0; 16]].concat();
        assert!(Package::read(&[&whole[..end], &long, &whole[end..]].concat()).is_some());
        let hidden = [&whole[..end], &[0; LONG_LEN], &whole[end..]].concat();
        assert!(Package::read(&hidden).is_none(), "something stands between");
        let mut locked = whole.clone();
        let entry = whole.windows(4).position(|four| four == ENTRY).unwrap();
        locked[entry + 8] |= 1;
        assert!(Package::read(&locked).is_none(), "it is under a password");
    }
}
