//! The program behind a `User-Agent` (RFC 9110), as a person would name it. Browsers tell many names at once, for reasons of
//! their history; the one that counts is found by what the others do not say.

/// A program and what it runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program<'a> {
    /// Firefox, Chrome, curl.
    pub name: &'a str,
    /// Windows, Android; none where the program does not tell.
    pub system: Option<&'static str>,
}

/// Marks of browsers, the telling ones first: Edge and Opera also say Chrome, and Chrome also says Safari.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Marks of systems: an iPhone also says Mac OS X, and Android also says Linux.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

impl<'a> Program<'a> {
    /// Reads a `User-Agent`; a program that is no browser goes by its own first name, such as `curl`.
    pub fn read(user_agent: &'a str) -> Option<Self> {
        let found = |marks: &[(&str, &'static str)]| {
            marks.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
        };
        let own = user_agent.split([' ', '/', '(']).next().filter(|name| !name.is_empty());
        let name = match own {
            Some("Mozilla") => found(BROWSERS).unwrap_or("Mozilla"),
            Some(own) => own,
            None => return None,
        };
        Some(Self { name, system: found(SYSTEMS) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_named_as_a_person_would() {
        let cases = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox", Some("Linux")),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0",
                "Edge",
                Some("Windows"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari",
                Some("iPhone"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36",
                "Chrome",
                Some("Android"),
            ),
            ("curl/8.14.1", "curl", None),
            ("python-httpx/0.28", "python-httpx", None),
            ("Outil maison", "Outil", None),
            ("Mozilla/5.0", "Mozilla", None),
        ];
        for (user_agent, name, system) in cases {
            assert_eq!(Program::read(user_agent), Some(Program { name, system }), "{user_agent}");
        }
        assert_eq!(Program::read(""), None);
    }
}
