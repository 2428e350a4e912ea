//! A generated document: the certificate, letter or notice a broker signs and hands out. It is immutable once issued.

mod format;

pub use format::DocumentFormat;
