//! Reads marked HTML into elements: html5ever splits it into tags and text, and nothing is repaired.
//!
//! A browser mends bad markup silently, and the mended text may say something else. Here every tag is closed by its author, in order.

use std::cell::RefCell;

use html5ever::tokenizer::{
    BufferQueue, StartTag, Tag as HtmlTag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use services::ports::render::TemplateProblem;

use super::vocabulary::{self, Content, Tag};
use crate::limits;
use crate::problem::{Place, problem};
use crate::template::marks::{self, Part};
use crate::tree::{Class, Raw};

/// An element as it was written.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) tag: &'static Tag,
    pub(super) place: Place,
    pub(super) classes: Vec<Class>,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String, Place),
    Value(String, Raw, Place),
}

impl Element {
    /// An attribute's text.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What reading stopped at.
pub(super) enum Stop {
    Problems(Vec<TemplateProblem>),
    TooDeep,
}

/// Reads the whole text into the nodes at its top.
pub(super) fn read(marked: &str) -> Result<Vec<Node>, Stop> {
    let state = run(marked, Mode::Whole);
    if state.too_deep {
        return Err(Stop::TooDeep);
    }
    let mut problems = state.problems;
    if let Some(open) = state.open.last()
        && !state.broken
    {
        problems.push(problem("unclosed_tag", open.place, open.tag.name));
    }
    if problems.is_empty() { Ok(state.top) } else { Err(Stop::Problems(problems)) }
}

/// Lists unknown tags, attributes and classes. Order and closing are not looked at: branches of an `if` may hold halves.
pub(super) fn scan(blanked: &str) -> Vec<TemplateProblem> {
    run(blanked, Mode::TagsOnly).problems
}

fn run(text: &str, mode: Mode) -> State {
    let sink = Sink(RefCell::new(State::new(mode)));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let queue = BufferQueue::default();
    queue.push_back(text.into());
    // No tag of the language is a script, so the tokenizer never pauses and one feed reads all.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Whole,
    TagsOnly,
}

struct State {
    mode: Mode,
    place: Place,
    top: Vec<Node>,
    open: Vec<Element>,
    /// Marked text whose end has not been seen.
    waiting: String,
    problems: Vec<TemplateProblem>,
    /// After tags that do not match, what follows says nothing more.
    broken: bool,
    too_deep: bool,
}

struct Sink(RefCell<State>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        if !state.broken && state.problems.len() < limits::PROBLEMS {
            // A character reference cuts the text, and with it a mark: text is read when all of it is there.
            if let Token::CharacterTokens(text) = token {
                state.waiting.push_str(&text);
                return TokenSinkResult::Continue;
            }
            state.text();
            match token {
                Token::TagToken(tag) if tag.kind == StartTag => state.start(&tag),
                Token::TagToken(tag) => state.end(&tag.name),
                Token::CharacterTokens(_) | Token::CommentToken(_) | Token::EOFToken => {}
                Token::DoctypeToken(_) => state.report("unknown_tag", "!DOCTYPE"),
                Token::NullCharacterToken => state.report("forbidden_character", "U+0000"),
                Token::ParseError(message) => state.report("html_syntax", &message),
            }
        }
        TokenSinkResult::Continue
    }
}

impl State {
    const fn new(mode: Mode) -> Self {
        Self {
            mode,
            place: Place::START,
            top: Vec::new(),
            open: Vec::new(),
            waiting: String::new(),
            problems: Vec::new(),
            broken: false,
            too_deep: false,
        }
    }

    fn report(&mut self, code: &str, subject: &str) {
        self.problems.push(problem(code, self.place, subject));
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => self.top.push(node),
        }
    }

    fn text(&mut self) {
        let marked = std::mem::take(&mut self.waiting);
        for part in marks::parts(&marked) {
            match part {
                Part::Place(place) => self.place = place,
                Part::Text(text) => self.add(Node::Text(text, self.place)),
                Part::Value { text, value } => self.add(Node::Value(text, value, self.place)),
            }
        }
    }

    fn start(&mut self, html: &HtmlTag) {
        let Some(tag) = vocabulary::find(&html.name) else {
            self.report("unknown_tag", &marks::plain(&html.name));
            // Its children are read on their own, so that the list of problems is about tags and not about one missing parent.
            return;
        };
        let mut element =
            Element { tag, place: self.place, classes: Vec::new(), attributes: Vec::new(), children: Vec::new() };
        for attribute in &html.attrs {
            self.attribute(&mut element, &attribute.name.local, &attribute.value);
        }
        let empty = tag.content == Content::Nothing;
        if html.self_closing && !empty {
            self.report("unclosed_tag", tag.name);
        } else if empty {
            self.add(Node::Element(element));
        } else if self.mode == Mode::Whole {
            if self.open.len() >= limits::NESTING {
                self.too_deep = true;
                self.broken = true;
            } else {
                self.open.push(element);
            }
        }
    }

    fn attribute(&mut self, element: &mut Element, name: &str, marked: &str) {
        let tag = element.tag;
        if name == "class" && !tag.classes.is_empty() {
            if marks::is_unknown(marked) {
                return;
            }
            for word in marks::plain(marked).split_ascii_whitespace() {
                match Class::parse(word).filter(|class| tag.classes.contains(class)) {
                    Some(class) => element.classes.push(class),
                    None => self.report("unknown_class", &format!("{} class=\"{word}\"", tag.name)),
                }
            }
        } else if tag.attributes.contains(&name) {
            element.attributes.push((name.to_owned(), marks::plain(marked)));
        } else {
            self.report("unknown_attribute", &format!("{} {}", tag.name, marks::plain(name)));
        }
    }

    fn end(&mut self, name: &str) {
        let Some(tag) = vocabulary::find(name) else {
            // The start tag has been reported already.
            return;
        };
        if tag.content == Content::Nothing {
            self.report("stray_end_tag", name);
        } else if self.mode == Mode::Whole {
            match self.open.pop() {
                Some(element) if element.tag == tag => self.add(Node::Element(element)),
                Some(element) => {
                    self.report("bad_nesting", &format!("</{name}> in <{}>", element.tag.name));
                    self.broken = true;
                }
                None => self.report("stray_end_tag", name),
            }
        }
    }
}
