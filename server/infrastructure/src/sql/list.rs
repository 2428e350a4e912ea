//! Lists: filters, a sort, and keyset paging by `(sort, id)`, in one text for both databases.

use domain::list::Selection;
use domain::search::{Search, SearchKind, SearchWords};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use domain::shared::text::search_key;
use services::{Error, Result};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::convert::storable;
use super::cursor::Cursor;
use super::error::failed;
use super::on_both::Tx;
use super::search::{FEW, GLANCE, MANY, candidates};

/// The characters of a search that count.
const SEARCH_MAX: usize = 200;
/// The words of a search that count.
const WORDS_MAX: usize = 12;

/// A value bound to a list's text.
#[derive(Debug, Clone)]
pub(super) enum Arg {
    Text(String),
    Number(i64),
    Id(Uuid),
    Flag(bool),
}

/// One way to sort a list: its name in the address, its column, and whether the column holds numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sort {
    pub name: &'static str,
    pub column: &'static str,
    pub numeric: bool,
    /// Whether the list runs downward when nobody says.
    pub descending: bool,
}

/// What a list is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListShape {
    /// The columns, without `SELECT`; each `?` in them stands for an argument of [`List::shown_with`].
    pub columns: &'static str,
    /// The tables, without `FROM`.
    pub tables: &'static str,
    /// The column of the id.
    pub id: &'static str,
    /// Where `q` is looked for: a condition with one `?`, a pattern for LIKE. The text of a list that has an index for it
    /// (see [`List::indexed`]) begins with a space.
    pub search: &'static str,
    /// The sorts; the first one holds when nobody says.
    pub sorts: &'static [Sort],
}

/// A row that knows its place in the list.
pub(super) trait Listed: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {
    /// The sort column's value, and the id.
    fn place(&self) -> (String, Uuid);
}

/// A list in the making.
#[derive(Debug, Clone)]
pub(super) struct List {
    shape: ListShape,
    shown_with: Vec<Arg>,
    conditions: Vec<(String, Vec<Arg>)>,
    index: Option<(SearchKind, Uuid, Option<Uuid>)>,
    /// What is searched for, until it became conditions.
    sought: Option<String>,
    /// The search, where it finds many.
    many: Option<Many>,
}

/// A search that finds many.
#[derive(Debug, Clone)]
struct Many {
    words: SearchWords,
    /// How many conditions there are before those of the search.
    conditions: usize,
}

impl List {
    pub(super) fn new(shape: ListShape) -> Self {
        Self { shape, shown_with: Vec::new(), conditions: Vec::new(), index: None, sought: None, many: None }
    }

    /// Looks for `q` in the index of the search, among a firm's records, or an owner's.
    pub(super) fn indexed(self, kind: SearchKind, agency: Uuid, owner: Option<Uuid>) -> Self {
        Self { index: Some((kind, agency, owner)), ..self }
    }

    /// The arguments of the columns.
    pub(super) fn shown_with(self, args: impl IntoIterator<Item = Arg>) -> Self {
        Self { shown_with: args.into_iter().collect(), ..self }
    }

    /// Keeps the rows that meet a condition; each `?` stands for one argument.
    pub(super) fn only(&mut self, condition: &str, args: impl IntoIterator<Item = Arg>) {
        self.conditions.push((condition.to_owned(), args.into_iter().collect()));
    }

    /// The same, when there is an argument.
    pub(super) fn only_if(&mut self, condition: &str, arg: Option<Arg>) {
        if let Some(arg) = arg {
            self.only(condition, [arg]);
        }
    }

    /// Has no index chosen for the sake of a condition that many rows meet.
    pub(super) fn not_by(&mut self, condition: &str) {
        for (text, _) in self.conditions.iter_mut().filter(|(text, _)| text == condition) {
            *text = text.replacen(" =", " || '' =", 1);
        }
    }

    /// Reads one page.
    pub(super) async fn page<R: Listed>(mut self, tx: &mut Tx, request: &PageRequest) -> Result<Page<R>> {
        let limit = request.checked_limit().map_err(Error::field)? as usize;
        self.sought = request.q.clone();
        let many = self.search(tx).await?;
        let (sort, descending) = self.sort(request.sort.as_deref())?;
        let cursor = request.cursor.as_deref().map(|text| Cursor::read(text, sort)).transpose()?;
        let (total, more_than_total) = match (request.count, request.count_max) {
            (false, _) => (None, false),
            // The index found more than a screen tells apart.
            (true, Some(_)) if many => (Some(FEW as u64), true),
            (true, max) => self.count(tx, max).await?,
        };

        let backward = cursor.as_ref().is_some_and(|cursor| cursor.backward);
        let mut rows: Vec<R> = self.rows(tx, sort, descending != backward, cursor.as_ref(), limit + 1).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        if backward {
            rows.reverse();
        }
        let cursor_at = |row: Option<&R>, backward: bool| {
            row.map(|row| {
                let (value, id) = row.place();
                Cursor { backward, sort: sort.name.to_owned(), value, id }.write()
            })
        };
        // Where the page was reached from is where the other way begins.
        let (has_next, has_previous) = if backward { (true, more) } else { (more, cursor.is_some()) };
        Ok(Page {
            next_cursor: cursor_at(rows.last(), false).filter(|_| has_next),
            previous_cursor: cursor_at(rows.first(), true).filter(|_| has_previous),
            items: rows,
            total,
            more_than_total,
        })
    }

    /// The rows of a page. Where a search finds many, a page is soon full on the list's own way, unless what is searched for
    /// stands all together far from its beginning: then what the index found is put in order after all.
    async fn rows<R: Listed>(
        mut self,
        tx: &mut Tx,
        sort: Sort,
        descending: bool,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<R>> {
        if let Some(many) = self.many.take() {
            let glance = self.glance(tx, sort, descending, cursor).await?;
            let (text, args) = glance.text(sort, descending, cursor);
            let rows = fetch(tx, text, args, limit).await?;
            if rows.len() == limit {
                return Ok(rows);
            }
            if let Some((kind, agency, owner)) = self.index {
                let found = candidates(tx, kind, agency, owner, &many.words, MANY + 1).await?;
                if found.len() <= MANY {
                    self.conditions.truncate(many.conditions);
                    self.among(tx, &found);
                }
            }
        }
        let (text, args) = self.text(sort, descending, cursor);
        fetch(tx, text, args, limit).await
    }

    /// The same list up to a place some way on, where there is one; the search keeps some of the rows before it.
    async fn glance(&self, tx: &mut Tx, sort: Sort, descending: bool, cursor: Option<&Cursor>) -> Result<Self> {
        let mut glance = self.clone();
        if let Some((text, args)) = self.end_of_glance_text(sort, descending, cursor)
            && let Some(end) = fetch::<Place>(tx, text, args, 1).await?.pop()
        {
            let end = Cursor { backward: false, sort: sort.name.to_owned(), value: end.place, id: end.id };
            let (text, args) = self.after(sort, !descending, &end);
            glance.only(&text, args);
        }
        Ok(glance)
    }

    /// Any place will do, so it is sought in the index of the sort alone, whatever the filters leave out before it: by the
    /// conditions of the index, which are the firm's and those without an argument.
    fn end_of_glance_text(&self, sort: Sort, descending: bool, cursor: Option<&Cursor>) -> Option<(String, Vec<Arg>)> {
        let head = self.shape.tables.split(" JOIN ").next()?.trim_end_matches(" LEFT");
        let own = format!("{}.", head.rsplit(' ').next()?);
        if !sort.column.starts_with(&own) {
            return None;
        }
        let of_the_firm = format!("{own}agency_id = ?");
        let shape = ListShape { columns: self.shape.id, tables: head, ..self.shape };
        let mut rows = Self { shape, shown_with: Vec::new(), ..self.clone() };
        rows.conditions.retain(|(text, args)| *text == of_the_firm || (args.is_empty() && text.starts_with(&own)));
        let (text, args) = rows.text(sort, descending, cursor);
        Some((format!("{text} OFFSET {GLANCE}"), args))
    }

    /// Keeps the records that a selection stands for: those ticked, or those that its search finds; its filters are
    /// conditions of the list already.
    pub(super) fn chosen<I, F>(mut self, selection: &Selection<I, F>, id: impl Fn(&I) -> Uuid) -> Self {
        match selection {
            Selection::Ids(ids) => {
                let places = vec!["?"; ids.len().max(1)].join(", ");
                let mut args: Vec<Arg> = ids.iter().map(|ticked| Arg::Id(id(ticked))).collect();
                if args.is_empty() {
                    args.push(Arg::Id(Uuid::nil()));
                }
                self.only(&format!("{} IN ({places})", self.shape.id), args);
            }
            Selection::Matching(matching) => self.sought.clone_from(&matching.q),
        }
        self
    }

    /// The ids of the rows that come after one in the order of the ids, for work that goes through all of them: what the
    /// work changes about a row never shows another one twice.
    pub(super) async fn ids(mut self, tx: &mut Tx, after: Option<Uuid>, limit: u32) -> Result<Vec<Uuid>> {
        self.search(tx).await?;
        self.only_if(&format!("{} > ?", self.shape.id), after.map(Arg::Id));
        let (text, mut args) = self.ids_text();
        args.push(Arg::Number(i64::from(limit)));
        on_both!(tx, connection => {
            let mut query = sqlx::query_scalar::<_, Uuid>(AssertSqlSafe(text));
            for arg in args {
                query = match arg {
                    Arg::Text(text) => query.bind(storable(&text)),
                    Arg::Number(number) => query.bind(number),
                    Arg::Id(id) => query.bind(id),
                    Arg::Flag(flag) => query.bind(flag),
                };
            }
            query.fetch_all(connection).await
        })
        .map_err(failed)
    }

    fn ids_text(&self) -> (String, Vec<Arg>) {
        let (id, mut args) = (self.shape.id, Vec::new());
        let filter = joined(&self.conditions, &mut args);
        let limit = args.len() + 1;
        (format!("SELECT {id} FROM {} WHERE {filter} ORDER BY {id} LIMIT ${limit}", self.shape.tables), args)
    }

    /// Keeps the rows in which `q` is found; tells whether they are many. A few come from the index and are put in order
    /// after; of many, a page is soon found on the way through the list's own order.
    async fn search(&mut self, tx: &mut Tx) -> Result<bool> {
        let q = self.sought.take().unwrap_or_default();
        let Some((kind, agency, owner)) = self.index else {
            // Longer searches find nothing more, and SQLite refuses to compare with a thousand words.
            let q: String = q.chars().take(SEARCH_MAX).collect();
            for word in search_key(&q).split(' ').filter(|word| !word.is_empty()).take(WORDS_MAX) {
                self.only(self.shape.search, [Arg::Text(format!("%{}%", literal(word)))]);
            }
            return Ok(false);
        };
        let words = match Search::parse(&q) {
            Search::Everything => return Ok(false),
            Search::Nothing => {
                self.only("1 = 0", []);
                return Ok(false);
            }
            Search::Words(words) => words,
        };
        let found = match kind {
            // A firm has few companies; nobody keeps an index of them.
            SearchKind::Company => None,
            _ => Some(candidates(tx, kind, agency, owner, &words, FEW + 1).await?),
        };
        match found {
            Some(found) if found.len() <= FEW => {
                self.among(tx, &found);
                Ok(false)
            }
            found => {
                let conditions = self.conditions.len();
                for pattern in words.patterns() {
                    self.only(self.shape.search, [Arg::Text(pattern)]);
                }
                self.many = found.is_some().then_some(Many { words, conditions });
                Ok(found.is_some())
            }
        }
    }

    /// Keeps the rows with these ids.
    fn among(&mut self, tx: &Tx, ids: &[Uuid]) {
        let all: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
        let id = self.shape.id;
        let condition = match tx {
            Tx::Sqlite(_) => {
                format!("{id} IN (SELECT unhex(value) FROM json_each('[\"' || replace(?, ',', '\",\"') || '\"]'))")
            }
            Tx::Postgres(_) => format!("{id} = ANY (CAST(string_to_array(?, ',') AS uuid[]))"),
        };
        self.only(&condition, [Arg::Text(all.join(","))]);
    }

    /// The text of the first page in the usual order, for the benchmark.
    #[cfg(feature = "bench")]
    pub(super) fn first_page_text(&self) -> String {
        self.shape.sorts.first().map_or_else(String::new, |sort| self.text(*sort, sort.descending, None).0)
    }

    /// Every text this list can take, for the test that prepares all.
    pub(super) fn forms(self) -> Vec<String> {
        let mut walked = self.clone();
        walked.only(&format!("{} > ?", self.shape.id), [Arg::Id(Uuid::nil())]);
        let mut forms =
            vec![self.count_text(None).0, self.count_text(Some(1)).0, self.ids_text().0, walked.ids_text().0];
        let mut glances = Vec::new();
        for sort in self.shape.sorts {
            for descending in [false, true] {
                let value = if sort.numeric { "0" } else { "" }.to_owned();
                let cursor = Cursor { backward: false, sort: sort.name.to_owned(), value, id: Uuid::nil() };
                forms.push(self.text(*sort, descending, None).0);
                forms.push(self.text(*sort, descending, Some(&cursor)).0);
                glances.extend(self.end_of_glance_text(*sort, descending, Some(&cursor)).map(|(text, _)| text));
            }
        }
        forms.extend(glances);
        forms
    }

    /// The texts of its first pages and of those after a place, by every sort, each with the name of its sort, for the test
    /// that reads their plans.
    pub(super) fn plans(&self) -> Vec<(&'static str, String)> {
        let value = |sort: &Sort| if sort.numeric { "0" } else { "" }.to_owned();
        let texts = self.shape.sorts.iter().flat_map(|sort| {
            let cursor = Cursor { backward: false, sort: sort.name.to_owned(), value: value(sort), id: Uuid::nil() };
            [(sort.name, self.text(*sort, false, None).0), (sort.name, self.text(*sort, true, Some(&cursor)).0)]
        });
        texts.collect()
    }

    fn sort(&self, asked: Option<&str>) -> Result<(Sort, bool)> {
        let first = self.shape.sorts.first().copied();
        let Some(asked) = asked.filter(|asked| !asked.is_empty()) else {
            let sort = first.ok_or_else(|| Error::Internal("a list without a sort".into()))?;
            return Ok((sort, sort.descending));
        };
        let (name, descending) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
        let sort = self.shape.sorts.iter().find(|sort| sort.name == name);
        let sort = sort.ok_or_else(|| {
            let names: Vec<&str> = self.shape.sorts.iter().map(|sort| sort.name).collect();
            Error::field(FieldError::new("sort", Code::NotAChoice).with("allowed", names.join(", ")))
        })?;
        Ok((*sort, descending))
    }

    /// The condition that a row comes after a place.
    fn after(&self, sort: Sort, descending: bool, cursor: &Cursor) -> (String, Vec<Arg>) {
        let value = if sort.numeric {
            Arg::Number(cursor.value.parse().unwrap_or_default())
        } else {
            Arg::Text(cursor.value.clone())
        };
        let than = if descending { "<" } else { ">" };
        (format!("({}, {}) {than} (?, ?)", sort.column, self.shape.id), vec![value, Arg::Id(cursor.id)])
    }

    fn text(&self, sort: Sort, descending: bool, cursor: Option<&Cursor>) -> (String, Vec<Arg>) {
        let ListShape { columns, tables, id, .. } = self.shape;
        let order = if descending { "DESC" } else { "ASC" };
        let mut conditions = self.conditions.clone();
        conditions.extend(cursor.map(|cursor| self.after(sort, descending, cursor)));
        let mut args = self.shown_with.clone();
        let columns = numbered(columns, 0);
        let filter = joined(&conditions, &mut args);
        args.push(Arg::Number(0));
        let text = format!(
            "SELECT {columns}, CAST({column} AS TEXT) AS place FROM {tables} WHERE {filter} ORDER BY {column} {order}, {id} {order} LIMIT ${}",
            args.len(),
            column = sort.column,
        );
        (text, args)
    }

    fn count_text(&self, max: Option<u64>) -> (String, Vec<Arg>) {
        let mut args = Vec::new();
        let filter = joined(&self.conditions, &mut args);
        let tables = self.shape.tables;
        let Some(max) = max else { return (format!("SELECT COUNT(*) FROM {tables} WHERE {filter}"), args) };
        args.push(Arg::Number(i64::try_from(max).unwrap_or(i64::MAX).saturating_add(1)));
        let text =
            format!("SELECT COUNT(*) FROM (SELECT 1 FROM {tables} WHERE {filter} LIMIT ${}) AS counted", args.len());
        (text, args)
    }

    /// How many rows a selection stands for.
    pub(super) async fn count_chosen(mut self, tx: &mut Tx) -> Result<u64> {
        self.search(tx).await?;
        Ok(self.count(tx, None).await?.0.unwrap_or_default())
    }

    /// How many rows there are, up to `max`, and whether there are more.
    async fn count(&self, tx: &mut Tx, max: Option<u64>) -> Result<(Option<u64>, bool)> {
        let (text, args) = self.count_text(max);
        let count: i64 = on_both!(tx, connection => {
            let mut query = sqlx::query_scalar(AssertSqlSafe(text));
            for arg in args {
                query = match arg {
                    Arg::Text(text) => query.bind(storable(&text)),
                    Arg::Number(number) => query.bind(number),
                    Arg::Id(id) => query.bind(id),
                    Arg::Flag(flag) => query.bind(flag),
                };
            }
            query.fetch_one(connection).await
        })
        .map_err(failed)?;
        let count = u64::try_from(count).unwrap_or_default();
        let more = max.is_some_and(|max| count > max);
        Ok((Some(if more { count - 1 } else { count }), more))
    }
}

/// Where a row stands in a list.
#[derive(Debug, FromRow)]
struct Place {
    id: Uuid,
    place: String,
}

impl Listed for Place {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

async fn fetch<R: Listed>(tx: &mut Tx, text: String, mut args: Vec<Arg>, limit: usize) -> Result<Vec<R>> {
    if let Some(last) = args.last_mut() {
        *last = Arg::Number(i64::try_from(limit).unwrap_or(i64::MAX));
    }
    on_both!(tx, connection => {
        let mut query = sqlx::query_as::<_, R>(AssertSqlSafe(text));
        for arg in args {
            query = match arg {
                Arg::Text(text) => query.bind(storable(&text)),
                Arg::Number(number) => query.bind(number),
                Arg::Id(id) => query.bind(id),
                Arg::Flag(flag) => query.bind(flag),
            };
        }
        query.fetch_all(connection).await
    })
    .map_err(failed)
}

/// A text in which `LIKE … ESCAPE '\'` finds no sign of its own.
pub(super) fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Joins the conditions, and adds their arguments to those before.
fn joined(conditions: &[(String, Vec<Arg>)], args: &mut Vec<Arg>) -> String {
    let mut texts = Vec::with_capacity(conditions.len());
    for (condition, given) in conditions {
        texts.push(numbered(condition, args.len()));
        args.extend(given.iter().cloned());
    }
    texts.join(" AND ")
}

/// Numbers each `?` as `$1`, `$2`, … going on after those before.
fn numbered(text: &str, before: usize) -> String {
    let mut parts = text.split('?');
    let mut numbered = parts.next().unwrap_or_default().to_owned();
    for (place, part) in parts.enumerate() {
        numbered.push_str(&format!("${}{part}", before + place + 1));
    }
    numbered
}
