//! Lists as files: one answer for both doors, sent while it is being made.

use std::fs::File;
use std::io::Read;

use app::locales::{Words, column_in_words};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::list::{Csv, Delimiter, ExportFormat, ListQuery, Value};
use domain::shared::Language;
use domain::shared::problem::{Checker, Code, FieldError};
use futures::stream::{self, Stream};
use infrastructure::time::SystemClock;
use rendering::{ListSheet, SheetError};
use services::Error;
use services::access::Principal;
use services::exports::Export;
use services::ports::clock::Clock;

use super::headers::cookie;
use super::problem::{ApiError, preferred_language};
use crate::wiring::House;

/// How much of a workbook is read at once.
const PART: usize = 64 * 1024;

/// What is asked for: which list, as what, in which language.
pub(crate) struct Asked {
    query: ListQuery,
    format: ExportFormat,
    csv: Csv,
}

/// Reads what is asked for. `cursor` and `limit` are no matter of a file, which is whole.
///
/// # Errors
/// Everything that is wrong in the query: a file must never hold more than its reader asked for.
pub(crate) fn asked(
    noun: &str,
    format: ExportFormat,
    pairs: &[(String, String)],
    headers: &HeaderMap,
) -> Result<Asked, ApiError> {
    let schema = domain::list::LISTS.iter().find(|schema| schema.noun == noun);
    let schema = schema.ok_or(ApiError(Error::NotFound))?;
    let (query, errors) = schema.read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let mut check = Checker::default();
    check.note_all(errors);
    let delimiter = pairs.iter().find(|(name, value)| name == "delimiter" && !value.is_empty());
    let delimiter = delimiter.and_then(|(name, value)| check.keep(Delimiter::field(name, Some(value))));
    let language = cookie(headers, "language").and_then(|code| Language::parse(&code));
    let language = language.unwrap_or_else(|| preferred_language(headers));
    let csv = Csv { delimiter: delimiter.unwrap_or(Delimiter::Semicolon), language };
    check.finish(Some(Asked { query, format, csv })).map_err(|errors| ApiError(Error::Invalid(errors)))
}

/// The file, as a download with a name of its own.
pub(crate) async fn file(house: &House, who: &Principal, asked: Asked) -> Result<Response, ApiError> {
    let Asked { query, format, csv } = asked;
    let export = house.services.exports.begin(who, &query, format).await?;
    let noun = query.schema().noun;
    let name = format!("{noun}-{}.{}", export.on, format.code());
    let (kind, body) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8; header=present", Body::from_stream(lines(export, csv))),
        ExportFormat::Xlsx => {
            if export.count >= u64::from(ListSheet::ROWS_MAX) {
                let most =
                    FieldError::new("format", Code::OutOfRange).with("min", 0).with("max", ListSheet::ROWS_MAX - 1);
                return Err(ApiError(Error::field(most)));
            }
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            (kind, Body::from_stream(workbook(export, noun, csv.language)))
        }
    };
    Response::builder()
        .status(StatusCode::OK)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
        .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"))
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(body)
        .map_err(|error| ApiError(Error::Internal(Box::new(error))))
}

/// What ends a file before its end. The connection breaks off, so that nobody takes a part for the whole.
type Broken = Box<dyn std::error::Error + Send + Sync>;

fn broken(error: impl Into<Broken>) -> Broken {
    let error = error.into();
    tracing::error!("an export broke off: {error}");
    error
}

/// The next rows, with the words of the audit log in the reader's language: they stand with those of the screens.
async fn next(export: &mut Export, language: Language) -> Result<Option<Vec<Vec<Value>>>, Error> {
    let Some(rows) = export.next().await? else { return Ok(None) };
    let (words, columns) = (Words::in_language(language).audit(), export.columns());
    let told = |values: Vec<Value>| {
        let values = columns.iter().zip(values);
        values.map(|(column, value)| column_in_words(words, column.key, value)).collect()
    };
    Ok(Some(rows.into_iter().map(told).collect()))
}

/// The head, then the rows of each page as they are read.
fn lines(export: Export, csv: Csv) -> impl Stream<Item = Result<Bytes, Broken>> + Send {
    let head = csv.head(export.columns());
    stream::try_unfold((Some(head), export), move |(head, mut export)| async move {
        if let Some(head) = head {
            return Ok(Some((Bytes::from(head), (None, export))));
        }
        let Some(rows) = next(&mut export, csv.language).await.map_err(broken)? else { return Ok(None) };
        let text: String = rows.iter().map(|values| csv.row(export.columns(), values)).collect();
        Ok(Some((Bytes::from(text), (None, export))))
    })
}

/// A workbook's way out: first it is made, then its file is read.
enum Making {
    Rows(Box<Export>, String, Language),
    Written(File),
}

fn workbook(export: Export, noun: &str, language: Language) -> impl Stream<Item = Result<Bytes, Broken>> + Send {
    let start = Making::Rows(Box::new(export), noun.to_owned(), language);
    stream::try_unfold(start, |making| async move {
        let file = match making {
            Making::Rows(export, noun, language) => made(*export, noun, language).await.map_err(broken)?,
            Making::Written(file) => file,
        };
        let (part, file) = tokio::task::spawn_blocking(move || part(file)).await.map_err(broken)?.map_err(broken)?;
        Ok((!part.is_empty()).then_some((part, Making::Written(file))))
    })
}

/// Writes every row. The file is written on a thread of its own, one page ahead of which the database is read.
async fn made(mut export: Export, noun: String, language: Language) -> Result<File, Broken> {
    let columns = export.columns().to_vec();
    let (send, mut receive) = tokio::sync::mpsc::channel::<Vec<Vec<Value>>>(1);
    let writing = tokio::task::spawn_blocking(move || -> Result<File, SheetError> {
        let mut sheet = ListSheet::begin(&noun, columns, language, SystemClock.now())?;
        while let Some(rows) = receive.blocking_recv() {
            for values in &rows {
                sheet.row(values)?;
            }
        }
        sheet.finish()
    });
    while let Some(rows) = next(&mut export, language).await? {
        // The writer stopped: its own error says why.
        if send.send(rows).await.is_err() {
            break;
        }
    }
    drop(send);
    Ok(writing.await??)
}

fn part(mut file: File) -> std::io::Result<(Bytes, File)> {
    let mut part = Vec::with_capacity(PART);
    file.by_ref().take(PART as u64).read_to_end(&mut part)?;
    Ok((Bytes::from(part), file))
}
