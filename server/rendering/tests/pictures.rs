//! Every page of every standard document beside the picture that a person has looked at. After a wanted change:
//! `RENEW_PICTURES=1 cargo test -p rendering --test pictures`, then look at each changed file before it is committed.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where its material or its tools are unfit")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::material::Material;
use common::{order, render};
use domain::document::DocumentFormat;
use rendering::STANDARD_TEMPLATES;
use services::ports::render::RenderOrder;

/// Small, so that the folder stays small; large enough to see a line that moves.
const DOTS_PER_INCH: &str = "60";
/// Squares of so many dots are compared by their mean: the edges of letters differ between versions of the tool that draws them.
const SQUARE: usize = 8;
/// How far the mean of a square may be off, of 255.
const MEAN_MAY_DIFFER: u64 = 20;
/// How many squares may differ more; a word is two or three of them.
const SQUARES_MAY_DIFFER: usize = 1;

#[derive(PartialEq, Eq)]
struct Picture {
    width: usize,
    height: usize,
    greys: Vec<u8>,
}

impl Picture {
    /// A PGM as `pdftoppm -gray` writes it (Netpbm P5, 255 greys).
    fn drawn(bytes: &[u8]) -> Self {
        let mut at = 0;
        let mut words = Vec::new();
        while words.len() < 4 {
            let end = at + bytes[at..].iter().position(u8::is_ascii_whitespace).expect("a head");
            words.push(std::str::from_utf8(&bytes[at..end]).expect("a head"));
            at = end + 1;
        }
        assert_eq!((words[0], words[3]), ("P5", "255"));
        let side = |word: &str| word.parse().expect("a side");
        Self { width: side(words[1]), height: side(words[2]), greys: bytes[at..].to_vec() }
    }

    fn reviewed(path: &Path) -> Option<Self> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(fs::read(path).ok()?)).read_info().expect("a PNG");
        let mut packed = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut packed).expect("a PNG");
        assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Grayscale, png::BitDepth::Four));
        let (width, height) = (info.width as usize, info.height as usize);
        let rows = packed.chunks(info.line_size).take(height);
        let greys = rows.flat_map(|row| row.iter().flat_map(|two| [two >> 4, two & 15]).take(width));
        Some(Self { width, height, greys: greys.map(|grey| grey * 17).collect() })
    }

    /// Sixteen greys are enough for an eye, and half the bytes.
    fn write(&self, path: &Path) {
        let side = |side: usize| u32::try_from(side).expect("a side");
        let mut encoder =
            png::Encoder::new(fs::File::create(path).expect("a file"), side(self.width), side(self.height));
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_compression(png::Compression::High);
        let four = |grey: &u8| (u16::from(*grey) * 15 + 127) / 255;
        let row = |row: &[u8]| -> Vec<u8> {
            let pair = |pair: &[u8]| (four(&pair[0]) << 4) | pair.get(1).map_or(0, four);
            row.chunks(2).map(|two| u8::try_from(pair(two)).expect("two greys")).collect()
        };
        let packed: Vec<u8> = self.greys.chunks(self.width).flat_map(row).collect();
        encoder.write_header().and_then(|mut writer| writer.write_image_data(&packed)).expect("a PNG");
    }

    fn mean(&self, left: usize, top: usize) -> u64 {
        let rows = self.greys.chunks(self.width).skip(top).take(SQUARE);
        let dots: Vec<u64> =
            rows.flat_map(|row| row.iter().skip(left).take(SQUARE)).map(|grey| u64::from(*grey)).collect();
        dots.iter().sum::<u64>() / dots.len().max(1) as u64
    }

    /// How many squares differ; all of them when the pages have another size.
    fn differences(&self, other: &Self) -> usize {
        if (self.width, self.height) != (other.width, other.height) {
            return usize::MAX;
        }
        let squares = (0..self.height)
            .step_by(SQUARE)
            .flat_map(|top| (0..self.width).step_by(SQUARE).map(move |left| (left, top)));
        squares.filter(|(left, top)| self.mean(*left, *top).abs_diff(other.mean(*left, *top)) > MEAN_MAY_DIFFER).count()
    }
}

fn pages(file: &[u8]) -> Vec<Picture> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file.pdf");
    fs::write(&path, file).expect("a file");
    let drawn = Command::new("pdftoppm")
        .args(["-gray", "-r", DOTS_PER_INCH])
        .args([&path, &folder.path().join("page")])
        .status()
        .unwrap_or_else(|error| panic!("pdftoppm, which `cargo xtask test` installs: {error}"));
    assert!(drawn.success());
    let found = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("a file").path());
    let mut found: Vec<PathBuf> = found.filter(|path| path.extension().is_some_and(|end| end == "pgm")).collect();
    found.sort();
    found.iter().map(|path| Picture::drawn(&fs::read(path).expect("a page"))).collect()
}

#[tokio::test]
async fn every_standard_document_looks_as_it_was_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    #[expect(clippy::disallowed_methods, reason = "how a person asks for new pictures")]
    let renew = std::env::var_os("RENEW_PICTURES").is_some();
    let material = Material::ordinary();
    let mut wrong = Vec::new();
    let mut known = 0;
    for template in STANDARD_TEMPLATES {
        let order = order(template.source, material.of(template.key), DocumentFormat::Pdf);
        let made = render(RenderOrder { language: template.language, ..order }).await.expect("a document");
        for (number, page) in (1..).zip(pages(&made.bytes)) {
            known += 1;
            let name = format!("{}.{}.{number}.png", template.key, template.language.code());
            let path = folder.join(&name);
            let differences = Picture::reviewed(&path).map(|reviewed| page.differences(&reviewed));
            match differences {
                Some(found) if found <= SQUARES_MAY_DIFFER => {}
                _ if renew => page.write(&path),
                Some(found) => wrong.push(format!("{name}: {found} squares differ")),
                None => wrong.push(format!("{name}: nobody has looked at this page")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let kept =
        fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("a file").metadata().expect("a file").len());
    let (files, bytes) = kept.fold((0, 0), |(files, bytes), length| (files + 1, bytes + length));
    assert_eq!(files, known, "a picture of a page that is no more");
    assert!(bytes < 1_500_000, "{bytes} bytes of pictures");
}
