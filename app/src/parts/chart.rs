//! A chart of bars, drawn on the server as SVG. Each bar is a link; a table beside it says the same in numbers.

use leptos::prelude::*;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// The figure, in the reader's form.
    pub figure: String,
    /// The figure, for the length.
    pub value: u64,
    /// Where it leads.
    pub href: String,
}

/// How wide the drawing is, in its own units; it is stretched to its place.
const WIDTH: u64 = 360;
/// How high one bar with its words is.
const STEP: u64 = 38;

/// Bars one under another, the first at the top.
#[component]
pub fn BarChart(
    /// Its id, unlike any other on the page.
    #[prop(into)]
    id: String,
    /// What it shows.
    #[prop(into)]
    title: String,
    /// The same in a sentence, with what the lengths mean.
    #[prop(into)]
    description: String,
    /// The bars.
    bars: Vec<Bar>,
) -> AnyView {
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or_default().max(1);
    let height = STEP * u64::try_from(bars.len()).unwrap_or_default();
    let drawn = (0_u64..)
        .zip(bars)
        .map(|(place, bar)| {
            let top = place * STEP;
            // The least thing is still seen.
            let length = u64::try_from(u128::from(bar.value) * u128::from(WIDTH) / u128::from(most)).unwrap_or(WIDTH).max(2);
            let (words, line) = ((top + 14).to_string(), (top + 20).to_string());
            let name = format!("{} – {}", bar.label, bar.figure);
            view! {
                <a class="chart-bar" href=bar.href aria-label=name>
                    <rect class="chart-hit" x="0" y=top.to_string() width=WIDTH.to_string() height=(STEP - 2).to_string()></rect>
                    <text x="0" y=words.clone()>{bar.label}</text>
                    <text class="chart-figure" x=WIDTH.to_string() y=words text-anchor="end">{bar.figure}</text>
                    <rect class="chart-line" x="0" y=line width=length.to_string() height="9" rx="2"></rect>
                </a>
            }
        })
        .collect_view();
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-description"));
    let (labelled_by, described_by) = (title_id.clone(), description_id.clone());
    view! {
        <svg
            class="chart"
            viewBox=format!("0 0 {WIDTH} {height}")
            role="group"
            aria-labelledby=labelled_by
            aria-describedby=described_by
        >
            <title id=title_id>{title}</title>
            <desc id=description_id>{description}</desc>
            {drawn}
        </svg>
    }
    .into_any()
}
