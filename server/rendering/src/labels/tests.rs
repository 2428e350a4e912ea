//! Labels and envelopes, read back from the paper: where each word stands, in which font, and that the file is whole.

use std::io::Write;
use std::process::Command;

use domain::mailing::{AddressFault, MailingFormat};
use services::ports::mailing::{PrintOrder, SetText, SettingOrder};

use super::faces::faces;
use super::{page, setting};

type Set = Result<Vec<SetText>, AddressFault>;

fn texts(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn set(format: MailingFormat, sender: &[&str], lines: &[&str]) -> (Set, Set) {
    let order = SettingOrder { format, sender: texts(sender), addresses: vec![texts(lines)] };
    let mut setting = setting::set(faces().unwrap(), &order);
    (setting.sender, setting.addresses.remove(0))
}

const ADDRESS: [&str; 3] = ["Hélène Müller-Lefèvre", "12 RUE DE L EGLISE", "42000 SAINT ETIENNE"];
const FIRM: [&str; 3] = ["Cabinet Horizon Œuvres", "8 RUE DE LA PAIX", "75002 PARIS"];

fn printed(format: MailingFormat, used: u32, copies: u32, sender: &[&str], addresses: &[&[&str]]) -> Vec<u8> {
    let order =
        SettingOrder { format, sender: texts(sender), addresses: addresses.iter().map(|lines| texts(lines)).collect() };
    let setting = setting::set(faces().unwrap(), &order);
    let order = PrintOrder {
        format,
        used,
        copies,
        sender: setting.sender.unwrap(),
        addresses: setting.addresses.into_iter().map(Result::unwrap).collect(),
        title: "Étiquettes".to_owned(),
        made_at: "2026-11-24T08:30:00Z".parse().unwrap(),
    };
    page::pdf(faces().unwrap(), &order).unwrap()
}

/// What a program says about a PDF.
fn told(program: &str, arguments: &[&str], pdf: &[u8], after: &[&str]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let answer = Command::new(program).args(arguments).arg(file.path()).args(after).output().unwrap();
    let said = String::from_utf8_lossy(&answer.stdout).into_owned() + &String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{program}: {said}");
    said
}

/// Every word with its page and its left upper and right lower corner, in thousandths of a millimetre.
fn words(pdf: &[u8]) -> Vec<(usize, String, [i32; 4])> {
    let (mut page, mut words) = (0, Vec::new());
    for line in told("pdftotext", &["-bbox"], pdf, &["-"]).lines() {
        page += usize::from(line.contains("<page "));
        let Some(rest) = line.trim().strip_prefix("<word ") else { continue };
        let corner = |name: &str| {
            let value = rest.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
            // Points with six decimals.
            let millionths: i64 = value.replace('.', "").parse().unwrap();
            i32::try_from(millionths * 25_400 / 72_000_000).unwrap()
        };
        let text = rest.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
        words.push((page, text, ["xMin", "yMin", "xMax", "yMax"].map(corner)));
    }
    words
}

#[test]
fn every_label_stands_within_its_place_on_the_sheet() {
    for format in MailingFormat::ALL.iter().copied().filter(|format| format.is_sheet()) {
        let paper = format.paper();
        let names: Vec<String> = (0..paper.places()).map(|number| format!("N{number:02}")).collect();
        let addresses: Vec<Vec<&str>> = names
            .iter()
            .map(|name| vec![name.as_str(), "5 BIS AVENUE DU GENERAL DE GAULLE", "42000 SAINT ETIENNE"])
            .collect();
        let addresses: Vec<&[&str]> = addresses.iter().map(Vec::as_slice).collect();
        let pdf = printed(format, 0, 1, &[], &addresses);
        let words = words(&pdf);
        assert!(
            told("pdfinfo", &[], &pdf, &[]).contains("Page size:       595.276 x 841.89 pts (A4)"),
            "{}",
            format.code()
        );
        for (number, name) in (0..).zip(&names) {
            let place = format.place(number);
            let start = words.iter().position(|(_, text, _)| text == name).unwrap();
            for (page, text, [left, top, right, bottom]) in words.iter().skip(start).take(10) {
                let label = format!("{} {name}: {text} {left} {top} {right} {bottom} in {place:?}", format.code());
                assert_eq!(*page, 1, "{label}");
                assert!(
                    *left >= place.x + paper.strip_x - 300 && *right <= place.x + place.width - paper.strip_x + 300,
                    "{label}"
                );
                assert!(*top >= place.y && *bottom <= place.y + place.height, "{label}");
            }
            let (_, _, [left, ..]) = words[start];
            assert!((left - place.x - paper.strip_x).abs() < 400, "{} {name} begins at the left", format.code());
        }
    }
}

#[test]
fn a_started_sheet_is_used_up_and_copies_follow_each_other() {
    let pdf = printed(MailingFormat::L7160, 20, 2, &[], &[&["Anne"], &["Bruno"]]);
    let found: Vec<(usize, String)> = words(&pdf).into_iter().map(|(page, text, _)| (page, text)).collect();
    let expected = [(1, "Anne"), (2, "Anne"), (2, "Bruno"), (2, "Bruno")].map(|(page, text)| (page, text.to_owned()));
    assert_eq!(found, expected);
    let [left, top, ..] = words(&pdf)[0].2;
    let last = MailingFormat::L7160.place(20);
    assert!(left > last.x && top > last.y, "the last label of the first sheet");
}

#[test]
fn an_envelope_has_the_sender_above_and_the_address_in_its_zone() {
    for (format, size) in [
        (MailingFormat::EnvelopeDl, "623.622 x 311.811 pts"),
        (MailingFormat::EnvelopeC5, "649.134 x 459.213 pts"),
        (MailingFormat::EnvelopeC4, "918.425 x 649.134 pts"),
    ] {
        let pdf = printed(format, 0, 1, &FIRM, &[&ADDRESS, &["Trésor public", "59885 LILLE CEDEX 9"]]);
        assert!(
            told("pdfinfo", &[], &pdf, &[]).contains(size),
            "{}: {}",
            format.code(),
            told("pdfinfo", &[], &pdf, &[])
        );
        let words = words(&pdf);
        assert_eq!(words.iter().filter(|(_, text, _)| text == "Cabinet").count(), 2, "one sender for each page");
        let (paper, zone) = (format.paper(), format.place(0));
        let sender = words.iter().position(|(_, text, _)| text == "Cabinet").unwrap();
        let [_, _, right, bottom] = words[sender + 9].2;
        assert_eq!(words[sender + 9].1, "PARIS");
        assert!(bottom < 40_000 && right < paper.width - 74_000, "the stamp has its place");
        let start = words.iter().position(|(_, text, _)| text == "Hélène").unwrap();
        for (_, text, [left, top, right, bottom]) in words.iter().skip(start).take(10) {
            assert!(*left >= zone.x - 300 && *right <= zone.x + zone.width, "{text}");
            assert!(*top >= zone.y - 1_000 && *bottom <= zone.y + zone.height, "{text}");
        }
    }
}

#[test]
fn the_file_is_whole_its_fonts_are_in_it_and_french_letters_are_read_back() {
    let address = ["Zoë Çelik-Œillère", "№ 5 – “Été” €", "75011 PARIS"];
    let pdf = printed(MailingFormat::L7163, 0, 1, &FIRM, &[&address, &ADDRESS]);
    assert!(told("qpdf", &["--check"], &pdf, &[]).contains("No syntax or stream encoding errors found"));
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let fonts = told("pdffonts", &[], &pdf, &[]);
    let inter = fonts.lines().find(|line| line.starts_with("Inter-Regular")).unwrap();
    assert!(inter.contains("CID Type 0C") && inter.contains("Identity-H") && inter.contains("yes no  yes"), "{fonts}");
    assert!(!fonts.contains("Helvetica") && !fonts.contains("Times"), "{fonts}");
    let text = told("pdftotext", &["-layout"], &pdf, &["-"]);
    for expected in
        ["Zoë Çelik-Œillère", "№ 5 – “Été” €", "Hélène Müller-Lefèvre", "Exp. Cabinet Horizon Œuvres – 8 RUE"]
    {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let info = told("pdfinfo", &["-isodates"], &pdf, &[]);
    assert!(!info.contains("PDF/X"), "it claims nothing: {info}");
    assert!(info.contains("Étiquettes") && info.contains("2026-11-24T08:30:00"), "{info}");
}

#[test]
fn a_letter_of_the_second_face_stands_in_its_line() {
    // Inter has no Georgian; DejaVu has the Roman numeral and the musical sign.
    let pdf = printed(MailingFormat::L7173, 0, 1, &[], &[&["Ensemble ♭ majeur", "75011 PARIS"]]);
    assert!(told("pdftotext", &[], &pdf, &["-"]).contains("Ensemble ♭ majeur"));
    assert!(told("pdffonts", &[], &pdf, &[]).contains("DejaVuSans"));
}

#[test]
fn long_names_are_set_smaller_then_broken_between_words() {
    let size = |lines: &[&str]| {
        let (_, set) = set(MailingFormat::L7160, &[], lines);
        set.map(|set| (set[0].size, set.len()))
    };
    assert_eq!(size(&ADDRESS).unwrap(), (100, 3));
    let (smaller, lines) = size(&["Groupement foncier agricole des Trois", "75011 PARIS"]).unwrap();
    assert!((70..100).contains(&smaller) && lines == 2, "{smaller}");
    let wide = ["WWWWWWWWWWWW WWWWWWWWWWWW WWWWWWWWWWWW", "75011 PARIS"];
    assert_eq!(size(&wide).unwrap(), (70, 4), "broken in the smallest letters");
    assert_eq!(size(&["WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"]), Err(AddressFault::DoesNotFit));
    assert_eq!(size(&["A"; 40]), Err(AddressFault::DoesNotFit));
}

#[test]
fn a_letter_that_no_face_sets_is_told_with_its_place() {
    let fault = |letter: &str, line| Err(AddressFault::GlyphMissing { letter: letter.to_owned(), line });
    let second = |line: &str| set(MailingFormat::L7160, &[], &["Jean Petit", line]).1;
    assert_eq!(second("中山路"), fault("U+4E2D", 2));
    assert_eq!(second("Résidence 🏠"), fault("U+1F3E0", 2));
    assert_eq!(second("שלום"), fault("U+05E9", 2), "it would run the wrong way");
    assert_eq!(set(MailingFormat::EnvelopeDl, &["中"], &ADDRESS).0, fault("U+4E2D", 1));
    assert!(second("Καλλιρρόης 12, Łódź, Кутузовский").is_ok());
}

#[test]
fn many_labels_are_made_fast_and_each_stands_once() {
    let names: Vec<String> = (0..5_000).map(|number| format!("Client{number:04}")).collect();
    let lines: Vec<[&str; 3]> = names.iter().map(|name| [name.as_str(), ADDRESS[1], ADDRESS[2]]).collect();
    let addresses: Vec<&[&str]> = lines.iter().map(<[&str; 3]>::as_slice).collect();
    let pdf = printed(MailingFormat::L7159, 3, 1, &[], &addresses);
    assert!(told("pdfinfo", &[], &pdf, &[]).contains("Pages:           209"));
    let text = told("pdftotext", &[], &pdf, &["-"]);
    assert!(names.iter().all(|name| text.matches(name.as_str()).count() == 1));
}
