//! What is only looked at: it says so across each page, as a file in each format and as a picture.

mod common;

use common::{certificate, order, render, snapshot};
use domain::document::DocumentFormat;
use domain::shared::Language;
use services::ports::render::{Picture, PictureOrder, PreviewOrder, RenderOrder, Rendered};

fn looked_at(order: RenderOrder, picture: Option<PictureOrder>) -> RenderOrder {
    RenderOrder { preview: Some(PreviewOrder { mark: "PROJET".to_owned(), picture, only_read: false }), ..order }
}

#[tokio::test]
async fn a_preview_differs_from_the_document_in_each_format() {
    for format in [DocumentFormat::Pdf, DocumentFormat::Html] {
        for source in ["<p>Bonjour</p>", certificate(Language::Fr, snapshot()).source.as_str()] {
            let document = order(source, snapshot(), format);
            let looked = render(looked_at(document.clone(), None)).await.expect("a preview");
            assert_ne!(looked.bytes, render(document).await.expect("a document").bytes, "{format:?}");
        }
    }
}

#[tokio::test]
async fn a_page_is_a_picture_and_what_differs_from_another_source_is_marked() {
    let document = order("<p>Bonjour</p>", snapshot(), DocumentFormat::Pdf);
    let shown = async |against: Option<&str>| {
        let picture = PictureOrder { page: 1, against: against.map(str::to_owned) };
        let Rendered { bytes, .. } = render(looked_at(document.clone(), Some(picture))).await.expect("a picture");
        Picture::unpacked(&bytes).expect("a packed picture")
    };
    let (alone, same, other) =
        (shown(None).await, shown(Some("<p>Bonjour</p>")).await, shown(Some("<p>Bonsoir</p>")).await);
    assert_eq!((alone.page, alone.pages), (1, 1));
    assert!(alone.png.starts_with(b"\x89PNG"));
    assert_eq!(alone, same);
    assert_ne!(alone, other);
}

#[tokio::test]
async fn a_table_over_many_pages_is_looked_at_as_a_file() {
    let rows = "<tr><td>{{ i }}</td><td>b</td></tr>";
    let source = format!("<table><tbody>{{% for i in range(120) %}}{rows}{{% endfor %}}</tbody></table>");
    for source in [source.clone(), source.replace("<tbody>", "<thead><tr><th>A</th><th>B</th></tr></thead><tbody>")] {
        let looked = render(looked_at(order(&source, snapshot(), DocumentFormat::Pdf), None)).await;
        assert!(looked.expect("a preview").bytes.starts_with(b"%PDF"));
    }
}
