//! The parts that pages are made of: thin components on native elements. They know no noun; they get finished texts.
//!
//! Every part works without JavaScript. `cargo run -p app --example gallery --features ssr` shows them all.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only this crate names")]

mod badge;
mod button;
mod chart;
mod choice;
mod dialog;
mod feedback;
mod field;
mod form;
mod icon;
mod input;
mod menu;
mod navigation;
mod page;
mod record;
mod stale;
mod table;

pub use badge::{Avatar, Badge, Tone};
pub use button::{ButtonKind, IconLink, LinkButton, SubmitButton};
pub use chart::{Bar, BarChart};
pub use choice::{CheckboxField, Choice, RadioGroup, SelectField};
pub use dialog::{ConfirmDialog, Dialog, DialogButton};
pub use feedback::{EmptyState, ErrorPage, Flash, FlashMessage, Notice, Progress, Undo};
pub use field::Width;
pub use form::{FieldError, FilterBar, Form, FormActions, FormErrors, FormSection, PostForm, SearchField};
pub use icon::{Glyph, Icon};
pub use input::{DateField, FileField, MoneyField, TextArea, TextField};
pub use menu::{Menu, MenuAction, MenuLink};
pub use navigation::{Chip, Crumb, FilterChips, Pagination, Tab, Tabs};
pub use page::{Card, PageHeader, StatTile, StatTiles};
pub use record::{Description, DescriptionList};
pub use stale::{Difference, StaleNotice};
pub use table::{Cell, Column, Row, Table};
